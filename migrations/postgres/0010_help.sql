CREATE TABLE "asks" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"version" integer NOT NULL,
	"enquiry_id" text NOT NULL,
	"staff_id" text NOT NULL,
	"by_id" text NOT NULL,
	"state" text NOT NULL,
	"asked_at" bigint NOT NULL,
	"ends_at" bigint NOT NULL,
	"note" text,
	"thanked_at" bigint
);
--> statement-breakpoint
CREATE TABLE "followers" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"enquiry_id" text NOT NULL,
	"staff_id" text NOT NULL,
	"what" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "practices" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"version" integer NOT NULL,
	"staff_id" text NOT NULL,
	"script" text NOT NULL,
	"step" integer NOT NULL,
	"state" text NOT NULL,
	"course" jsonb NOT NULL,
	"started_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reminders" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"enquiry_id" text NOT NULL,
	"staff_id" text NOT NULL,
	"due_at" bigint NOT NULL,
	"words" text NOT NULL,
	"done_at" bigint
);
--> statement-breakpoint
CREATE TABLE "saved_edits" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"saved_id" text NOT NULL,
	"fingerprint" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "saved_files" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"saved_id" text NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"content" "bytea" NOT NULL
);
--> statement-breakpoint
CREATE TABLE "saved_replies" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"version" integer NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"formatted" jsonb,
	"room_id" text,
	"owner_id" text,
	"review_at" bigint,
	"retired_at" bigint,
	"proposed" text,
	"created_at" bigint NOT NULL,
	"changed_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shield_marks" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"abuse" boolean NOT NULL,
	"score" integer NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "topics" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"staff_id" text NOT NULL,
	"topic" text NOT NULL,
	"wanted" boolean NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "unlike" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"enquiry_id" text NOT NULL,
	"other_id" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "volunteers" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"version" integer NOT NULL,
	"willing" boolean NOT NULL,
	"asks_a_day" integer NOT NULL,
	"hours" jsonb
);
--> statement-breakpoint
ALTER TABLE "enquiries" ADD COLUMN "offered_at" bigint;--> statement-breakpoint
ALTER TABLE "enquiries" ADD COLUMN "resolve_at" bigint;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "paused_until" bigint;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "shield" jsonb;--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "hints_off" jsonb;--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "quiet_until" bigint;--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "lesson_offered_at" bigint;--> statement-breakpoint
ALTER TABLE "threads" ADD COLUMN "said_at" bigint;--> statement-breakpoint
CREATE INDEX "asks_enquiry" ON "asks" USING btree ("workspace_id","enquiry_id");--> statement-breakpoint
CREATE INDEX "asks_asked" ON "asks" USING btree ("workspace_id","asked_at");--> statement-breakpoint
CREATE UNIQUE INDEX "followers_enquiry" ON "followers" USING btree ("workspace_id","enquiry_id","staff_id","what");--> statement-breakpoint
CREATE INDEX "practices_staff" ON "practices" USING btree ("workspace_id","staff_id","started_at");--> statement-breakpoint
CREATE INDEX "reminders_due" ON "reminders" USING btree ("workspace_id","due_at");--> statement-breakpoint
CREATE INDEX "reminders_enquiry" ON "reminders" USING btree ("workspace_id","enquiry_id");--> statement-breakpoint
CREATE INDEX "saved_edits_saved" ON "saved_edits" USING btree ("workspace_id","saved_id","fingerprint");--> statement-breakpoint
CREATE INDEX "saved_files_saved" ON "saved_files" USING btree ("workspace_id","saved_id");--> statement-breakpoint
CREATE INDEX "saved_replies_title" ON "saved_replies" USING btree ("workspace_id","title");--> statement-breakpoint
CREATE UNIQUE INDEX "topics_staff" ON "topics" USING btree ("workspace_id","staff_id","topic");--> statement-breakpoint
CREATE INDEX "unlike_enquiry" ON "unlike" USING btree ("workspace_id","enquiry_id");