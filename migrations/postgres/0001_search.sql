-- The workspace id is a token inside the index, so that a search never walks another workspace's words. An expression
-- index: a stored column would double the table.
CREATE INDEX messages_search ON messages USING gin ((array_to_tsvector(array['ws=' || workspace_id]) || to_tsvector('simple'::regconfig, text)));
