ALTER TABLE "jobs" DROP CONSTRAINT "jobs_id_unique";--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_id_unique";--> statement-breakpoint
DROP INDEX "jobs_key";--> statement-breakpoint
UPDATE "lanes" SET "workspace_id" = "jobs"."workspace_id" FROM "jobs" WHERE "jobs"."lane" = "lanes"."id";--> statement-breakpoint
ALTER TABLE "alerts" DROP CONSTRAINT "alerts_pkey", ADD CONSTRAINT "alerts_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "article_questions" DROP CONSTRAINT "article_questions_pkey", ADD CONSTRAINT "article_questions_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "article_uses" DROP CONSTRAINT "article_uses_pkey", ADD CONSTRAINT "article_uses_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "articles" DROP CONSTRAINT "articles_pkey", ADD CONSTRAINT "articles_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "asks" DROP CONSTRAINT "asks_pkey", ADD CONSTRAINT "asks_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "attachments" DROP CONSTRAINT "attachments_pkey", ADD CONSTRAINT "attachments_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "audit" DROP CONSTRAINT "audit_pkey", ADD CONSTRAINT "audit_workspace_id_seq_pk" PRIMARY KEY("workspace_id","seq");--> statement-breakpoint
ALTER TABLE "budgets" DROP CONSTRAINT "budgets_pkey", ADD CONSTRAINT "budgets_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "channels" DROP CONSTRAINT "channels_pkey", ADD CONSTRAINT "channels_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "customers" DROP CONSTRAINT "customers_pkey", ADD CONSTRAINT "customers_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "enquiries" DROP CONSTRAINT "enquiries_pkey", ADD CONSTRAINT "enquiries_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "erasures" DROP CONSTRAINT "erasures_pkey", ADD CONSTRAINT "erasures_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "events" DROP CONSTRAINT "events_pkey", ADD CONSTRAINT "events_workspace_id_seq_pk" PRIMARY KEY("workspace_id","seq");--> statement-breakpoint
ALTER TABLE "followers" DROP CONSTRAINT "followers_pkey", ADD CONSTRAINT "followers_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "gathered" DROP CONSTRAINT "gathered_pkey", ADD CONSTRAINT "gathered_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "gatherings" DROP CONSTRAINT "gatherings_pkey", ADD CONSTRAINT "gatherings_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "identities" DROP CONSTRAINT "identities_pkey", ADD CONSTRAINT "identities_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "jobs" DROP CONSTRAINT "jobs_pkey", ADD CONSTRAINT "jobs_workspace_id_seq_pk" PRIMARY KEY("workspace_id","seq");--> statement-breakpoint
ALTER TABLE "lanes" DROP CONSTRAINT "lanes_pkey", ADD CONSTRAINT "lanes_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "leases" DROP CONSTRAINT "leases_pkey", ADD CONSTRAINT "leases_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "ledger" DROP CONSTRAINT "ledger_pkey", ADD CONSTRAINT "ledger_workspace_id_seq_pk" PRIMARY KEY("workspace_id","seq");--> statement-breakpoint
ALTER TABLE "letter_mails" DROP CONSTRAINT "letter_mails_pkey", ADD CONSTRAINT "letter_mails_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "letters" DROP CONSTRAINT "letters_pkey", ADD CONSTRAINT "letters_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "measures" DROP CONSTRAINT "measures_pkey", ADD CONSTRAINT "measures_workspace_id_seq_pk" PRIMARY KEY("workspace_id","seq");--> statement-breakpoint
ALTER TABLE "messages" DROP CONSTRAINT "messages_pkey", ADD CONSTRAINT "messages_workspace_id_seq_pk" PRIMARY KEY("workspace_id","seq");--> statement-breakpoint
ALTER TABLE "participants" DROP CONSTRAINT "participants_pkey", ADD CONSTRAINT "participants_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "practices" DROP CONSTRAINT "practices_pkey", ADD CONSTRAINT "practices_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "raws" DROP CONSTRAINT "raws_pkey", ADD CONSTRAINT "raws_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "reason_lists" DROP CONSTRAINT "reason_lists_pkey", ADD CONSTRAINT "reason_lists_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "refs" DROP CONSTRAINT "refs_pkey", ADD CONSTRAINT "refs_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "remarks" DROP CONSTRAINT "remarks_pkey", ADD CONSTRAINT "remarks_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "reminders" DROP CONSTRAINT "reminders_pkey", ADD CONSTRAINT "reminders_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "replies" DROP CONSTRAINT "replies_pkey", ADD CONSTRAINT "replies_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "rooms" DROP CONSTRAINT "rooms_pkey", ADD CONSTRAINT "rooms_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "round_customers" DROP CONSTRAINT "round_customers_pkey", ADD CONSTRAINT "round_customers_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "rounds" DROP CONSTRAINT "rounds_pkey", ADD CONSTRAINT "rounds_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "saved_edits" DROP CONSTRAINT "saved_edits_pkey", ADD CONSTRAINT "saved_edits_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "saved_files" DROP CONSTRAINT "saved_files_pkey", ADD CONSTRAINT "saved_files_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "saved_replies" DROP CONSTRAINT "saved_replies_pkey", ADD CONSTRAINT "saved_replies_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "schedules" DROP CONSTRAINT "schedules_pkey", ADD CONSTRAINT "schedules_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "seen" DROP CONSTRAINT "seen_pkey", ADD CONSTRAINT "seen_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "settings" DROP CONSTRAINT "settings_pkey", ADD CONSTRAINT "settings_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "shelf" DROP CONSTRAINT "shelf_pkey", ADD CONSTRAINT "shelf_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "shield_marks" DROP CONSTRAINT "shield_marks_pkey", ADD CONSTRAINT "shield_marks_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "staff" DROP CONSTRAINT "staff_pkey", ADD CONSTRAINT "staff_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "tallies" DROP CONSTRAINT "tallies_pkey", ADD CONSTRAINT "tallies_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "threads" DROP CONSTRAINT "threads_pkey", ADD CONSTRAINT "threads_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "topics" DROP CONSTRAINT "topics_pkey", ADD CONSTRAINT "topics_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "unlike" DROP CONSTRAINT "unlike_pkey", ADD CONSTRAINT "unlike_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "volunteers" DROP CONSTRAINT "volunteers_pkey", ADD CONSTRAINT "volunteers_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
ALTER TABLE "workspaces" DROP CONSTRAINT "workspaces_pkey", ADD CONSTRAINT "workspaces_workspace_id_id_pk" PRIMARY KEY("workspace_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "jobs_id" ON "jobs" USING btree ("workspace_id","id");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_id" ON "messages" USING btree ("workspace_id","id");--> statement-breakpoint
CREATE INDEX "jobs_key" ON "jobs" USING btree ("workspace_id","key","seq");