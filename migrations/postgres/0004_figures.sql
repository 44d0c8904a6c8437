CREATE TABLE "measures" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "measures_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" text NOT NULL,
	"enquiry_id" text NOT NULL,
	"n" integer NOT NULL,
	"what" text NOT NULL,
	"at" bigint NOT NULL,
	"channel_id" text NOT NULL,
	"reason" text,
	"staff_id" text,
	"calendar_ms" bigint,
	"open_ms" bigint,
	"previous_at" bigint,
	"lasting" boolean,
	"came_back" boolean,
	"came_back_at" bigint,
	"first_contact" boolean,
	"asked" boolean,
	"score" integer
);
--> statement-breakpoint
CREATE TABLE "tallies" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"day" text NOT NULL,
	"zone" text NOT NULL,
	"version" bigint NOT NULL,
	"content" "bytea"
);
--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "away_since" bigint;--> statement-breakpoint
ALTER TABLE "staff" ADD COLUMN "away_until" bigint;--> statement-breakpoint
CREATE UNIQUE INDEX "measures_enquiry" ON "measures" USING btree ("workspace_id","enquiry_id","n");--> statement-breakpoint
CREATE INDEX "measures_at" ON "measures" USING btree ("workspace_id","at","seq");--> statement-breakpoint
CREATE INDEX "tallies_day" ON "tallies" USING btree ("workspace_id","day");