"""Which fixes of a document can be made together.  Each was proved alone; all of them at once are tried as well."""

from __future__ import annotations

from itertools import islice

from shapecoach.analysis.model import Analysis, Fix, Range
from shapecoach.lsp.features.fix_all import best_fixes, edits_of, hold
from shapecoach.lsp.session import OpenDocument, Session
from shapecoach.lsp.text import edited

MOST_ROUNDS = 4  # of a dozen findings each: an editor that saves waits for us
MOST_TRIES = 12


async def fixes_together(session: Session, document: OpenDocument) -> list[Fix]:
    """The best fixes after which less is found and nothing new; none where the document is edited meanwhile."""
    analysis = await document.known()
    version = document.version
    await _mend_all(session, document)
    fixes = best_fixes(session.findings(document))
    if fixes and not await _hold(session, document, analysis, fixes):
        fixes = await _those_that_hold(session, document, analysis, fixes)
    return fixes if document.version == version else []


async def _mend_all(session: Session, document: OpenDocument) -> None:
    for _ in range(MOST_ROUNDS):
        left = list(islice(session.unmended(document), 12))
        if not left:
            return
        await session.mend(document, Range(left[0].range.start, max(each.range.end for each in left)))


async def _those_that_hold(session: Session, document: OpenDocument, before: Analysis, fixes: list[Fix]) -> list[Fix]:
    held: list[Fix] = []
    for fix in fixes[:MOST_TRIES]:
        if await _hold(session, document, before, [*held, fix]):
            held.append(fix)
    return held


async def _hold(session: Session, document: OpenDocument, before: Analysis, fixes: list[Fix]) -> bool:
    after = await session.tried(document, edited(document.document.source, edits_of(fixes)))
    return after is not None and hold(fixes, before, after)
