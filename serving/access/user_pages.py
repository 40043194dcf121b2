"""The administrator's pages of accounts: all of them, one, and a one-time password shown once."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Form, Request, Response
from fastapi.responses import RedirectResponse

from matching.errors import UnknownAgencyError, UnknownPersonError
from matching.matcher import Matcher
from serving.access.accounts import (
    Account,
    Grant,
    change_grant,
    close_account,
    find_account,
    list_accounts,
    make_account,
    reopen_account,
    reset_password,
)
from serving.access.admission import needs
from serving.access.errors import AccessError, CrowdedError
from serving.access.first_start import forget_first_password
from serving.access.forms import AccountForm, GrantForm
from serving.access.granting import read_grant
from serving.access.names import MOST
from serving.access.passwords import ONE_TIME_DAYS
from serving.access.rights import Right, Role
from serving.access.scope import Scope
from serving.errors import NoRecordsError
from serving.forms import PageForm
from serving.problems import tell_refusal
from serving.wiring import DatabaseNow, Pages, WarmNow

router = APIRouter(prefix="/users")
REFUSALS = (AccessError, UnknownAgencyError, UnknownPersonError, NoRecordsError)
"""What is told beside the form that was filled in."""


@dataclass(frozen=True)
class Desk:
    """What the pages of accounts work with."""

    pages: Pages
    database: DatabaseNow
    warm: WarmNow
    request: Request

    def check(self, form: PageForm) -> None:
        """Raise ForeignRequestError for a form that this reader was not given."""
        self.pages.check(form.form_token)

    def matcher(self) -> Matcher:
        """Return the records; NoRecordsError."""
        return self.warm.get()

    def agencies(self) -> dict[str, str]:
        """Return the name of each agency by its id; none without records."""
        try:
            return dict(Scope(self.matcher()).list_agencies())
        except NoRecordsError:
            return {}

    def show(self, template: str, error: Exception | None = None, **shown: Any) -> Response:
        """Show a page of accounts, and why something was refused."""
        language = self.pages.language
        return self.pages.show(
            template,
            status=200 if error is None else 422,
            error=None if error is None else tell_refusal(error, language),
            agencies=self.agencies(),
            **shown,
        )

    def show_all(self, form: AccountForm | None = None, error: Exception | None = None) -> Response:
        """Show all accounts, and the form of a new one as it was filled in."""
        with self.database.read() as session:
            accounts = list_accounts(session)
        sent = form or AccountForm.model_construct()
        roles = [role.value for role in Role]
        return self.show("users.html", error, accounts=accounts, sent=sent, roles=roles, most=MOST)

    def show_one(self, account_id: int, error: Exception | None = None) -> Response:
        """Show one account; UnknownAccountError."""
        with self.database.read() as session:
            account = find_account(session, account_id)
        roles = [role.value for role in Role]
        return self.show("user.html", error, account=account, roles=roles)

    def tell_password(self, account_id: int | str, password: str) -> Response:
        """Show a one-time password, this once: it stands in no address and is kept nowhere."""
        account = self.forget_first(account_id)
        return self.pages.show(
            "one_time.html", account=account, password=password, days=ONE_TIME_DAYS
        )

    def forget_first(self, account_id: int | str) -> Account:
        """Return an account whose first password, if it is the first one's, counts no more."""
        with self.database.read() as session:
            account = find_account(session, account_id)
        forget_first_password(self.request.app.state.settings.home, account.name)
        return account

    def read(self, form: GrantForm, person_id: str | None = None) -> Grant:
        """Return what a form grants; what `read_grant` raises."""
        kept = None if form.without_person else person_id
        return read_grant(form.roles, form.agencies, form.nip, self.matcher, kept)


OnDesk = Annotated[Desk, Depends()]


@router.get("")
@needs(Right.ACCOUNTS)
def show_users(desk: OnDesk) -> Response:
    """Show all accounts."""
    return desk.show_all()


@router.post("")
@needs(Right.ACCOUNTS)
def make_user(form: Annotated[AccountForm, Form()], desk: OnDesk) -> Response:
    """Make an account and show its one-time password."""
    desk.check(form)
    try:
        first = make_account(desk.database, form.name, desk.read(form), desk.pages.caller.actor)
    except REFUSALS as error:
        return desk.show_all(form, error)
    return desk.tell_password(form.name, first.password)


@router.get("/{account_id}")
@needs(Right.ACCOUNTS)
def show_user(account_id: int, desk: OnDesk) -> Response:
    """Show one account."""
    return desk.show_one(account_id)


@router.post("/{account_id}")
@needs(Right.ACCOUNTS)
def change_user(account_id: int, form: Annotated[GrantForm, Form()], desk: OnDesk) -> Response:
    """Give an account other roles, agencies or another person; it holds at once."""
    desk.check(form)
    with desk.database.read() as session:
        before = find_account(session, account_id)
    try:
        grant = desk.read(form, before.person_id)
        change_grant(desk.database, account_id, grant, desk.pages.caller.actor)
    except REFUSALS as error:
        return desk.show_one(account_id, error)
    return RedirectResponse("/users", 303)


@router.post("/{account_id}/password")
@needs(Right.ACCOUNTS)
def renew_password(account_id: int, form: Annotated[PageForm, Form()], desk: OnDesk) -> Response:
    """Give an account a one-time password and show it."""
    desk.check(form)
    try:
        fresh = reset_password(desk.database, account_id, desk.pages.caller.actor)
    except AccessError as error:
        return desk.show_one(account_id, error)
    return desk.tell_password(account_id, fresh.password)


@router.post("/{account_id}/close")
@needs(Right.ACCOUNTS)
def close_user(account_id: int, form: Annotated[PageForm, Form()], desk: OnDesk) -> Response:
    """Close an account; it is signed out everywhere."""
    desk.check(form)
    try:
        close_account(desk.database, account_id, desk.pages.caller.actor)
    except AccessError as error:
        return desk.show_one(account_id, error)
    desk.forget_first(account_id)
    return RedirectResponse("/users", 303)


@router.post("/{account_id}/reopen")
@needs(Right.ACCOUNTS)
def reopen_user(account_id: int, form: Annotated[PageForm, Form()], desk: OnDesk) -> Response:
    """Open a closed account again and show its one-time password."""
    desk.check(form)
    try:
        fresh = reopen_account(desk.database, account_id, desk.pages.caller.actor)
    except CrowdedError as error:
        return desk.show_one(account_id, error)
    return desk.tell_password(account_id, fresh.password)
