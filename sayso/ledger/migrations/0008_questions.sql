-- Disputed questions: claims on one proposition, found by comparing them in pairs. All is derived by `sayso link` from
-- claims, judge and what persons decided, and made again at will, but question_decision, whose rows are only added.

-- What compared claims: rows of one digest can be held against each other.
CREATE TABLE link_run (
    id INTEGER PRIMARY KEY,
    judge TEXT NOT NULL, -- digest of model and code
    at TEXT NOT NULL -- UTC, of the first use
) STRICT;

-- Which reading of a text was taken in.
CREATE TABLE proposition_text (
    text_id INTEGER PRIMARY KEY REFERENCES text (id) ON DELETE CASCADE,
    reading_id INTEGER NOT NULL
) STRICT;

-- A claim as it is compared. Later rows are held against earlier ones.
CREATE TABLE proposition (
    id INTEGER PRIMARY KEY,
    claim TEXT NOT NULL UNIQUE, -- its key
    text_id INTEGER NOT NULL REFERENCES text (id) ON DELETE CASCADE,
    outer_id INTEGER REFERENCES proposition (id) ON DELETE SET NULL, -- the claim in whose content it stands
    run_id INTEGER NOT NULL REFERENCES link_run (id),
    day TEXT, -- on which it was said, or first published where no words tell
    words INTEGER NOT NULL, -- hash of its content's words
    repeats_id INTEGER REFERENCES proposition (id) ON DELETE SET NULL, -- an earlier one of the same words, judged for both
    state INTEGER NOT NULL DEFAULT 0 CHECK (state IN (0, 1, 2)), -- 0 new, 1 judged against all before it, 2 grouped as well
    vector BLOB NOT NULL -- int8: its direction tells what it is near
) STRICT;
CREATE INDEX proposition_text_of ON proposition (text_id);
CREATE INDEX proposition_outer ON proposition (outer_id) WHERE outer_id IS NOT NULL;
CREATE INDEX proposition_words ON proposition (words);
CREATE INDEX proposition_repeats ON proposition (repeats_id) WHERE repeats_id IS NOT NULL;
CREATE INDEX proposition_open ON proposition (state) WHERE state < 2;

-- a is the later row. The five numbers are probabilities.
CREATE TABLE judgement (
    a_id INTEGER NOT NULL REFERENCES proposition (id) ON DELETE CASCADE,
    b_id INTEGER NOT NULL REFERENCES proposition (id) ON DELETE CASCADE,
    verdict TEXT NOT NULL CHECK (verdict IN ('same', 'contradicts', 'shift', 'related', 'unrelated')),
    same REAL NOT NULL,
    contradicts REAL NOT NULL,
    shift REAL NOT NULL,
    related REAL NOT NULL,
    unrelated REAL NOT NULL,
    reasons TEXT NOT NULL, -- JSON
    PRIMARY KEY (a_id, b_id),
    CHECK (b_id < a_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX judgement_b ON judgement (b_id);
CREATE INDEX judgement_verdict ON judgement (verdict) WHERE verdict IN ('contradicts', 'shift');

CREATE TABLE question (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE, -- made of the claim that founded it
    wording TEXT NOT NULL,
    named_by INTEGER REFERENCES proposition (id) ON DELETE SET NULL, -- whose words the wording is of
    decision TEXT, -- key of the decision that worded it instead
    claims INTEGER NOT NULL,
    speakers INTEGER NOT NULL,
    outlets INTEGER NOT NULL,
    yes INTEGER NOT NULL, -- claims, hedged ones as well
    no INTEGER NOT NULL,
    first_day TEXT,
    last_day TEXT
) STRICT;
CREATE INDEX question_claims ON question (claims);
CREATE INDEX question_named ON question (named_by) WHERE named_by IS NOT NULL;

CREATE TABLE position (
    proposition_id INTEGER PRIMARY KEY REFERENCES proposition (id) ON DELETE CASCADE,
    question_id INTEGER NOT NULL REFERENCES question (id) ON DELETE CASCADE,
    position TEXT NOT NULL CHECK (position IN ('yes', 'hedged yes', 'unclear', 'hedged no', 'no'))
) STRICT;
CREATE INDEX position_question ON position (question_id);

-- What moved from one claim of a question to a later one.
CREATE TABLE move (
    question_id INTEGER NOT NULL REFERENCES question (id) ON DELETE CASCADE,
    before_id INTEGER NOT NULL REFERENCES proposition (id) ON DELETE CASCADE,
    after_id INTEGER NOT NULL REFERENCES proposition (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('reversal', 'new fact', 'hedge added', 'hedge dropped')),
    speaker TEXT, -- whose; null where the world moved
    why TEXT NOT NULL,
    PRIMARY KEY (question_id, before_id, after_id, kind)
) STRICT, WITHOUT ROWID;
CREATE INDEX move_before ON move (before_id);
CREATE INDEX move_after ON move (after_id);

CREATE TABLE question_decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, since the log tells of it
    key TEXT NOT NULL UNIQUE,
    verdict TEXT NOT NULL CHECK (verdict IN ('merge', 'split', 'rename', 'undo')),
    claims TEXT NOT NULL, -- JSON: keys of claims, in two lists for merge and split, in one for rename
    wording TEXT, -- of rename
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    why TEXT,
    undoes TEXT, -- key of the decision that this one takes back
    salt BLOB NOT NULL
) STRICT;

-- Only the removal of a claim on request takes its key from a decision, and then the log tells of it.
CREATE TRIGGER question_decision_no_update
BEFORE UPDATE OF id, key, verdict, wording, reviewer, at, why, undoes ON question_decision
BEGIN
    SELECT RAISE(ABORT, 'decisions are only added');
END;

-- What is asked, by the clearest wording, with how many say what.
CREATE VIEW questions AS
SELECT question.key AS question, question.wording, question.claims, question.yes, question.no,
    question.claims - question.yes - question.no AS unclear, question.yes > 0 AND question.no > 0 AS disputed,
    question.speakers, question.outlets, question.first_day, question.last_day,
    (SELECT count(*) FROM move WHERE move.question_id = question.id AND kind IN ('reversal', 'new fact')) AS shifts,
    question.decision
FROM question;

-- Each claim of a question with its position.
CREATE VIEW positions AS
SELECT question.key AS question, question.wording, position.position, proposition.day, claims.outlet,
    coalesce(claim_speakers.name, claims.spoken_by, claims.source) AS speaker, claims.source, claims.cue, claims.content,
    claims.hedges, claims.certainty, claims.at_least, claims.at_most, proposition.claim, claims.article, claims.title
FROM position
JOIN question ON question.id = position.question_id
JOIN proposition ON proposition.id = position.proposition_id
JOIN claims ON claims.claim = proposition.claim
LEFT JOIN claim_speakers ON claim_speakers.claim = proposition.claim;

-- Each pair of claims that was compared.
CREATE VIEW judgements AS
SELECT a.claim, b.claim AS other_claim, judgement.verdict, round(judgement.same, 4) AS same,
    round(judgement.contradicts, 4) AS contradicts, round(judgement.shift, 4) AS shift,
    round(judgement.related, 4) AS related, round(judgement.unrelated, 4) AS unrelated, judgement.reasons,
    one.content, other.content AS other_content, link_run.judge
FROM judgement
JOIN proposition AS a ON a.id = judgement.a_id
JOIN proposition AS b ON b.id = judgement.b_id
JOIN link_run ON link_run.id = a.run_id
JOIN claim AS one ON one.key = a.claim AND one.current
JOIN claim AS other ON other.key = b.claim AND other.current;

-- Pairs of claims that cannot both hold, the surest as told by contradicts.
CREATE VIEW contradictions AS
SELECT judgements.claim, judgements.other_claim, judgements.contradicts, judgements.content, judgements.other_content,
    judgements.reasons
FROM judgements
WHERE judgements.verdict = 'contradicts';

-- Who moved, or what did, from one day to another.
CREATE VIEW shifts AS
SELECT question.key AS question, question.wording, move.kind, move.speaker, before.day AS day_before, after.day AS day_after,
    one.content AS before, other.content AS after, move.why, before.claim AS claim_before, after.claim AS claim_after
FROM move
JOIN question ON question.id = move.question_id
JOIN proposition AS before ON before.id = move.before_id
JOIN proposition AS after ON after.id = move.after_id
JOIN claim AS one ON one.key = before.claim AND one.current
JOIN claim AS other ON other.key = after.claim AND other.current;

-- What persons decided about questions, the latest last.
CREATE VIEW question_decisions AS
SELECT key AS decision, at, reviewer, verdict, wording, claims, why, undoes
FROM question_decision;

INSERT INTO description (of, item, says) VALUES
    ('questions', '', 'Groups of claims on one proposition. Made by sayso link.'),
    ('questions', 'question', 'Its key, made of the claim that founded it.'),
    ('questions', 'wording', 'The proposition in the clearest words of its claims, or as a person worded it.'),
    ('questions', 'claims', 'How many claims are on it.'),
    ('questions', 'yes', 'How many of them affirm the wording, surely or not.'),
    ('questions', 'no', 'How many of them deny it, surely or not.'),
    ('questions', 'unclear', 'How many of them take no side that can be told.'),
    ('questions', 'disputed', '1 where claims stand on both sides.'),
    ('questions', 'speakers', 'How many speakers they have.'),
    ('questions', 'outlets', 'How many outlets first published them.'),
    ('questions', 'first_day', 'Day of the first of them.'),
    ('questions', 'last_day', 'Day of the last of them.'),
    ('questions', 'shifts', 'How often a speaker turned round or the matter moved.'),
    ('questions', 'decision', 'A person''s decision that worded it.'),
    ('positions', '', 'Each claim of a question with its position on the wording. Made by sayso link.'),
    ('positions', 'question', 'The question''s key.'),
    ('positions', 'wording', 'What the position is on.'),
    ('positions', 'position', 'yes, hedged yes, unclear, hedged no or no.'),
    ('positions', 'day', 'Day on which it was said, or first published where no words tell.'),
    ('positions', 'outlet', 'Who first published the text.'),
    ('positions', 'speaker', 'Who speaks, by the fullest name in all articles; null for the outlet itself.'),
    ('positions', 'source', 'Who speaks, by the fullest name in the article.'),
    ('positions', 'cue', 'The words that give the claim to its source.'),
    ('positions', 'content', 'The claim''s words.'),
    ('positions', 'hedges', 'The words that tell how sure.'),
    ('positions', 'certainty', 'The term of the scale of ICD 203 for those words.'),
    ('positions', 'at_least', 'Lower bound of the term''s probability.'),
    ('positions', 'at_most', 'Upper bound of the term''s probability.'),
    ('positions', 'claim', 'The claim''s key.'),
    ('positions', 'article', 'The text''s first publication.'),
    ('positions', 'title', 'Its title.'),
    ('judgements', '', 'Each pair of claims that was compared, with what the judge made of it. Made by sayso link.'),
    ('judgements', 'claim', 'Key of the one claim.'),
    ('judgements', 'other_claim', 'Key of the other.'),
    ('judgements', 'verdict', 'same, contradicts, shift, related or unrelated.'),
    ('judgements', 'same', 'Probability: one proposition about one event and time.'),
    ('judgements', 'contradicts', 'Probability: both cannot hold of one moment.'),
    ('judgements', 'shift', 'Probability: one question at two moments, and the answer moved.'),
    ('judgements', 'related', 'Probability: one matter, different propositions that can both hold.'),
    ('judgements', 'unrelated', 'Probability: they share at most a name or a place.'),
    ('judgements', 'reasons', 'For a person to check, as JSON.'),
    ('judgements', 'content', 'Words of the one.'),
    ('judgements', 'other_content', 'Words of the other.'),
    ('judgements', 'judge', 'Digest of the model and code that judged.'),
    ('contradictions', '', 'Pairs of claims that were judged to contradict each other. It tells of claims, not of lies.'),
    ('contradictions', 'claim', 'Key of the one claim.'),
    ('contradictions', 'other_claim', 'Key of the other.'),
    ('contradictions', 'contradicts', 'Probability, calibrated.'),
    ('contradictions', 'content', 'Words of the one.'),
    ('contradictions', 'other_content', 'Words of the other.'),
    ('contradictions', 'reasons', 'For a person to check, as JSON.'),
    ('shifts', '', 'Where a speaker turned round, the matter moved, or a hedge came or went. Made by sayso link.'),
    ('shifts', 'question', 'Key of the question in which it moved.'),
    ('shifts', 'wording', 'The question''s wording.'),
    ('shifts', 'kind', 'reversal, new fact, hedge added or hedge dropped.'),
    ('shifts', 'speaker', 'Who moved; null where the matter did.'),
    ('shifts', 'day_before', 'Day of the earlier claim.'),
    ('shifts', 'day_after', 'Day of the later claim.'),
    ('shifts', 'before', 'Words of the earlier claim.'),
    ('shifts', 'after', 'Words of the later claim.'),
    ('shifts', 'why', 'The reason, for a person to check.'),
    ('shifts', 'claim_before', 'Key of the earlier claim.'),
    ('shifts', 'claim_after', 'Key of the later claim.'),
    ('question_decisions', '', 'What persons decided about questions; the later one counts.'),
    ('question_decisions', 'decision', 'Its key.'),
    ('question_decisions', 'at', 'When it was made, in UTC.'),
    ('question_decisions', 'reviewer', 'Who made it.'),
    ('question_decisions', 'verdict', 'merge, split, rename, or undo where one was taken back.'),
    ('question_decisions', 'wording', 'What the question was renamed to.'),
    ('question_decisions', 'claims', 'Keys of the claims concerned, as JSON.'),
    ('question_decisions', 'why', 'The reason given.'),
    ('question_decisions', 'undoes', 'The decision that this one takes back.');
