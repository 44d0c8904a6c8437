-- The workspace id is a token inside the index, so that a search never walks another workspace's words.
CREATE VIRTUAL TABLE messages_fts USING fts5(workspace_id, text, content='messages', content_rowid='seq', tokenize="unicode61 remove_diacritics 2");
--> statement-breakpoint
INSERT INTO messages_fts(messages_fts, rank) VALUES('secure-delete', 1);
--> statement-breakpoint
CREATE TRIGGER messages_fts_insert AFTER INSERT ON messages BEGIN
  INSERT INTO messages_fts(rowid, workspace_id, text) VALUES (new.seq, new.workspace_id, new.text);
END;
--> statement-breakpoint
CREATE TRIGGER messages_fts_delete AFTER DELETE ON messages BEGIN
  INSERT INTO messages_fts(messages_fts, rowid, workspace_id, text) VALUES ('delete', old.seq, old.workspace_id, old.text);
END;
--> statement-breakpoint
CREATE TRIGGER messages_fts_update AFTER UPDATE OF workspace_id, text ON messages BEGIN
  INSERT INTO messages_fts(messages_fts, rowid, workspace_id, text) VALUES ('delete', old.seq, old.workspace_id, old.text);
  INSERT INTO messages_fts(rowid, workspace_id, text) VALUES (new.seq, new.workspace_id, new.text);
END;
