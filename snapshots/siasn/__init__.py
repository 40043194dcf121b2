"""Reads what SIASN and SIMPEG give out, and deduces from it the tables of the record format.

Input is the one flat sheet "Data ASN" that every agency has, alone or with histories in the form of
the SIASN API beside it. The outcome is a `RawSource` like any other, so that one validation stands;
whatever was deduced and not read is told as a warning.
"""
