"""The status of every refusal, by the error that it is."""

from collections.abc import Mapping

from matching import errors as matching
from planning import errors as planning
from planning.need.errors import UnknownUnitError
from planning.papers.errors import UnknownPaperError
from serving import errors as serving
from serving.access import errors as access
from serving.consents.errors import (
    LetterEnteredError,
    LetterToComeError,
    LetterWithdrawnError,
    NotWaivableError,
    UnknownLetterError,
)
from serving.database.outage import DatabaseUnavailableError
from serving.overrides.errors import ShortReasonError, UnlistedReasonError
from serving.pace import TooManyRequestsError
from serving.plans.errors import TooManyPlansError
from serving.preferences.errors import UnknownJobFamilyError
from serving.shortlists.errors import UnreadableShortlistError
from serving.uploads import errors as uploads

STATUSES: Mapping[type[Exception], int] = {
    matching.UnknownPositionError: 422,
    matching.UnknownPersonError: 422,
    matching.UnknownAgencyError: 422,
    UnknownUnitError: 422,
    matching.UnknownAttributeError: 422,
    matching.LaterThanSnapshotError: 422,
    matching.NoModelError: 503,
    matching.PeopleCountError: 422,
    matching.SamePersonError: 422,
    matching.UnreadableTableFileError: 422,
    matching.UnknownFileKindError: 422,
    matching.MissingColumnsError: 422,
    matching.NumericNipError: 422,
    matching.MalformedDateError: 422,
    planning.UnknownScenarioKeyError: 422,
    planning.RepeatedScenarioKeyError: 422,
    planning.ImpossibleFactorError: 422,
    planning.ImpossibleArrivalError: 422,
    serving.NotSignedInError: 401,
    serving.NotAllowedError: 403,
    TooManyRequestsError: 429,
    serving.PasswordToChangeError: 403,
    access.AccessError: 422,
    access.UnknownAccountError: 404,
    access.MadeUpHandsError: 403,
    access.UnknownKeyError: 404,
    access.NoMadeUpCityError: 403,
    access.UngrantableScopeError: 422,
    access.TooManyKeysError: 409,
    serving.NoRecordsError: 503,
    serving.UnknownCompetencyError: 422,
    serving.UnknownRecordsError: 422,
    serving.UnknownShortlistError: 404,
    UnreadableShortlistError: 409,
    serving.UnknownScenarioError: 422,
    serving.AlreadyDecidedError: 409,
    serving.IneligibleChoiceError: 422,
    UnlistedReasonError: 422,
    ShortReasonError: 422,
    serving.UnknownMoveIdError: 422,
    serving.UnknownMoveError: 422,
    UnknownJobFamilyError: 422,
    NotWaivableError: 422,
    LetterToComeError: 422,
    UnknownLetterError: 404,
    LetterEnteredError: 409,
    LetterWithdrawnError: 409,
    serving.UnknownPlanError: 404,
    UnknownPaperError: 404,
    serving.UnknownRevisionError: 404,
    serving.PlanNotReadyError: 409,
    TooManyPlansError: 409,
    serving.PlanDecidedError: 409,
    serving.RevisedMeanwhileError: 409,
    serving.LostRecordsError: 409,
    serving.HinderedPlanError: 409,
    serving.UnreadablePlanError: 409,
    serving.RecusalError: 403,
    serving.TakenElsewhereError: 409,
    planning.UnlawfulPinError: 422,
    planning.UnlawfulDraftError: 422,
    planning.InfeasiblePlanError: 422,
    planning.UnsolvedPlanError: 422,
    planning.UnknownStepError: 404,
    planning.StepOutOfOrderError: 409,
    planning.NotTheirStepError: 409,
    planning.MissingReasonError: 422,
    serving.OutcomeBeforeMoveError: 422,
    serving.OutcomeToComeError: 422,
    serving.AlreadyReportedError: 409,
    serving.ReusedKeyError: 409,
    serving.BadCursorError: 422,
    serving.ForeignRequestError: 403,
    serving.ForeignHostError: 400,
    serving.UnsupportedBodyError: 415,
    serving.TooManyLinesError: 422,
    uploads.UnknownUploadError: 404,
    uploads.ReportGoneError: 404,
    uploads.UnfitUploadError: 422,
    uploads.TooManyUploadsError: 409,
    uploads.DiskFullError: 507,
    DatabaseUnavailableError: 503,
}
"""The status of each refusal."""
ADDRESSED = (
    matching.UnknownPositionError,
    matching.UnknownPersonError,
    serving.UnknownScenarioError,
    serving.UnknownMoveIdError,
)
"""Refusals of an id that are a 404 where the id stands in the address."""

PLAIN = {
    404: "not_found",
    405: "method_not_allowed",
    413: "content_too_large",
    414: "address_too_long",
    431: "headers_too_large",
}
"""What the framework refuses by itself."""
