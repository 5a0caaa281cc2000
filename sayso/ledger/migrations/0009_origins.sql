-- What persons say of where articles have things from. The tree of origins itself is made whenever it is asked for.

CREATE TABLE origin_decision (
    id INTEGER PRIMARY KEY AUTOINCREMENT, -- never given twice, since the log tells of it
    key TEXT NOT NULL UNIQUE,
    verdict TEXT NOT NULL CHECK (verdict IN ('independent', 'dependent', 'undo')),
    one TEXT NOT NULL, -- key of an article
    other TEXT NOT NULL,
    reviewer TEXT NOT NULL,
    at TEXT NOT NULL,
    why TEXT,
    undoes TEXT, -- key of the decision that this one takes back
    salt BLOB NOT NULL
) STRICT;
CREATE INDEX origin_decision_one ON origin_decision (one);
CREATE INDEX origin_decision_other ON origin_decision (other);

CREATE TRIGGER origin_decision_no_update BEFORE UPDATE ON origin_decision
BEGIN
    SELECT RAISE(ABORT, 'decisions are only added');
END;

CREATE VIEW origin_decisions AS
SELECT origin_decision.key AS decision, origin_decision.at, origin_decision.reviewer, origin_decision.verdict,
    origin_decision.one AS article, first.title, origin_decision.other AS other_article, second.title AS other_title,
    origin_decision.why, origin_decision.undoes
FROM origin_decision
LEFT JOIN publication AS first ON first.key = origin_decision.one
LEFT JOIN publication AS second ON second.key = origin_decision.other;

INSERT INTO description (of, item, says) VALUES
    ('origin_decisions', '', 'What persons say of two articles: that they have one origin, or two. The later one counts.'),
    ('origin_decisions', 'decision', 'Its key.'),
    ('origin_decisions', 'at', 'When it was made, in UTC.'),
    ('origin_decisions', 'reviewer', 'Who made it.'),
    ('origin_decisions', 'verdict', 'independent, dependent, or undo where one was taken back.'),
    ('origin_decisions', 'article', 'Key of the one article.'),
    ('origin_decisions', 'title', 'Its title.'),
    ('origin_decisions', 'other_article', 'Key of the other.'),
    ('origin_decisions', 'other_title', 'Its title.'),
    ('origin_decisions', 'why', 'The reason given.'),
    ('origin_decisions', 'undoes', 'The decision that this one takes back.');
