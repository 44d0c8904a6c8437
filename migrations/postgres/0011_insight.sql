CREATE TABLE "alerts" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"version" integer NOT NULL,
	"what" text NOT NULL,
	"reason" text,
	"words" jsonb NOT NULL,
	"enquiries" jsonb NOT NULL,
	"usual" integer NOT NULL,
	"since" bigint NOT NULL,
	"at" bigint NOT NULL,
	"room_id" text NOT NULL,
	"state" text NOT NULL,
	"quiet_until" bigint,
	"drawn_at" bigint
);
--> statement-breakpoint
CREATE TABLE "article_questions" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"article_id" text NOT NULL,
	"enquiry_id" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "article_uses" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"version" integer NOT NULL,
	"article_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"customer_id" text,
	"enquiry_id" text,
	"outcome" text NOT NULL,
	"at" bigint NOT NULL,
	"ended_at" bigint
);
--> statement-breakpoint
CREATE TABLE "articles" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"version" integer NOT NULL,
	"title" text NOT NULL,
	"text" text NOT NULL,
	"room_id" text,
	"channel_id" text,
	"owner_id" text,
	"review_at" bigint,
	"retired_at" bigint,
	"created_at" bigint NOT NULL,
	"changed_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gathered" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"gathering_id" text NOT NULL,
	"enquiry_id" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "gatherings" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"version" integer NOT NULL,
	"what" text NOT NULL,
	"number" integer NOT NULL,
	"title" text,
	"owner_id" text,
	"next_step" text,
	"state" text NOT NULL,
	"notice" text,
	"sites" jsonb,
	"created_at" bigint NOT NULL,
	"changed_at" bigint NOT NULL,
	"ended_at" bigint
);
--> statement-breakpoint
CREATE TABLE "letter_mails" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"version" integer NOT NULL,
	"letter_id" text NOT NULL,
	"address" text NOT NULL,
	"status" text NOT NULL,
	"words" text,
	"name" text,
	"changed_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "letters" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"subject" text NOT NULL,
	"text" text NOT NULL,
	"html" text NOT NULL,
	"picture" "bytea",
	"due_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "reason_lists" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"version" integer NOT NULL,
	"entries" jsonb NOT NULL,
	"changed_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "round_customers" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"round_id" text NOT NULL,
	"enquiry_id" text NOT NULL,
	"reply_id" text,
	"why" text,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "rounds" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"version" integer NOT NULL,
	"gathering_id" text NOT NULL,
	"by_id" text NOT NULL,
	"text" text NOT NULL,
	"state" text NOT NULL,
	"people" jsonb NOT NULL,
	"out" jsonb NOT NULL,
	"hold_until" bigint,
	"created_at" bigint NOT NULL,
	"changed_at" bigint NOT NULL
);
--> statement-breakpoint
ALTER TABLE "measures" ADD COLUMN "kept" boolean;--> statement-breakpoint
ALTER TABLE "replies" ADD COLUMN "round_id" text;--> statement-breakpoint
CREATE INDEX "alerts_at" ON "alerts" USING btree ("workspace_id","at");--> statement-breakpoint
CREATE INDEX "article_questions_article" ON "article_questions" USING btree ("workspace_id","article_id");--> statement-breakpoint
CREATE INDEX "article_questions_enquiry" ON "article_questions" USING btree ("workspace_id","enquiry_id");--> statement-breakpoint
CREATE INDEX "article_uses_at" ON "article_uses" USING btree ("workspace_id","at");--> statement-breakpoint
CREATE INDEX "article_uses_enquiry" ON "article_uses" USING btree ("workspace_id","enquiry_id");--> statement-breakpoint
CREATE INDEX "articles_retired" ON "articles" USING btree ("workspace_id","retired_at");--> statement-breakpoint
CREATE INDEX "gathered_gathering" ON "gathered" USING btree ("workspace_id","gathering_id");--> statement-breakpoint
CREATE INDEX "gathered_enquiry" ON "gathered" USING btree ("workspace_id","enquiry_id");--> statement-breakpoint
CREATE UNIQUE INDEX "gatherings_number" ON "gatherings" USING btree ("workspace_id","what","number");--> statement-breakpoint
CREATE INDEX "letter_mails_letter" ON "letter_mails" USING btree ("workspace_id","letter_id");--> statement-breakpoint
CREATE INDEX "letter_mails_name" ON "letter_mails" USING btree ("workspace_id","name");--> statement-breakpoint
CREATE INDEX "round_customers_round" ON "round_customers" USING btree ("workspace_id","round_id");--> statement-breakpoint
CREATE INDEX "rounds_gathering" ON "rounds" USING btree ("workspace_id","gathering_id");--> statement-breakpoint
CREATE INDEX "enquiries_opened" ON "enquiries" USING btree ("workspace_id","opened_at");--> statement-breakpoint
CREATE INDEX "unlike_other" ON "unlike" USING btree ("workspace_id","other_id");