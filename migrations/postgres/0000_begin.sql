CREATE TABLE "attachments" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"message_id" text NOT NULL,
	"position" integer NOT NULL,
	"name" text NOT NULL,
	"type" text NOT NULL,
	"bytes" integer NOT NULL,
	"sha256" text NOT NULL,
	"content" "bytea",
	"withheld" text
);
--> statement-breakpoint
CREATE TABLE "channels" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"name" text NOT NULL,
	"kind" text NOT NULL,
	"room_id" text NOT NULL,
	"settings" jsonb NOT NULL,
	"sealed" text,
	"cursor" jsonb
);
--> statement-breakpoint
CREATE TABLE "customers" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"name" text,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "enquiries" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"number" integer NOT NULL,
	"version" integer NOT NULL,
	"status" text NOT NULL,
	"owner_id" text,
	"channel_id" text NOT NULL,
	"channel_kind" text NOT NULL,
	"room_id" text NOT NULL,
	"customer_id" text NOT NULL,
	"identity_id" text NOT NULL,
	"visibility" text NOT NULL,
	"subject" text,
	"contact_reason" text,
	"opened_at" bigint NOT NULL,
	"customer_messages" integer NOT NULL,
	"last_customer_at" bigint NOT NULL,
	"waiting_since" bigint,
	"first_response_at" bigint,
	"snoozed_until" bigint,
	"resolved_at" bigint,
	"merged_into" text,
	"linked_to" text
);
--> statement-breakpoint
CREATE TABLE "events" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "events_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" text NOT NULL,
	"enquiry_id" text NOT NULL,
	"version" integer NOT NULL,
	"type" text NOT NULL,
	"at" bigint NOT NULL,
	"data" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "identities" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"customer_id" text NOT NULL,
	"channel_kind" text NOT NULL,
	"address" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "jobs" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "jobs_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"workspace_id" text NOT NULL,
	"kind" text NOT NULL,
	"key" text NOT NULL,
	"lane" text,
	"ref" text,
	"payload" jsonb NOT NULL,
	"state" text NOT NULL,
	"run_at" bigint NOT NULL,
	"attempts" integer NOT NULL,
	"attempts_max" integer NOT NULL,
	"locked_by" text,
	"locked_until" bigint,
	"last_error" text,
	CONSTRAINT "jobs_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "lanes" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"next_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "leases" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"owner" text NOT NULL,
	"until" bigint NOT NULL,
	"term" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "messages" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "messages_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"id" text NOT NULL,
	"workspace_id" text NOT NULL,
	"enquiry_id" text NOT NULL,
	"direction" text NOT NULL,
	"kind" text NOT NULL,
	"from" jsonb,
	"text" text NOT NULL,
	"folded" jsonb NOT NULL,
	"warnings" jsonb NOT NULL,
	"names" jsonb NOT NULL,
	"raw_id" text,
	"reply_id" text,
	"written_at" bigint NOT NULL,
	CONSTRAINT "messages_id_unique" UNIQUE("id")
);
--> statement-breakpoint
CREATE TABLE "participants" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"enquiry_id" text NOT NULL,
	"address" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "raws" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"external_id" text NOT NULL,
	"content_key" text,
	"type" text NOT NULL,
	"bytes" "bytea" NOT NULL,
	"status" text NOT NULL,
	"received_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "refs" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"kind" text NOT NULL,
	"ref" text NOT NULL,
	"enquiry_id" text NOT NULL,
	"reply_id" text
);
--> statement-breakpoint
CREATE TABLE "remarks" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"enquiry_id" text NOT NULL,
	"staff_id" text NOT NULL,
	"post_ref" text NOT NULL,
	"text" text NOT NULL,
	"lane" text NOT NULL,
	"reply_id" text,
	"seen_customer_messages" integer NOT NULL,
	"written_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "replies" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"enquiry_id" text NOT NULL,
	"author_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"identity_id" text NOT NULL,
	"text" text NOT NULL,
	"status" text NOT NULL,
	"hold_until" bigint,
	"and_resolve" boolean NOT NULL,
	"attempt" integer NOT NULL,
	"seen_customer_messages" integer NOT NULL,
	"post_ref" text,
	"external_id" text,
	"failure" text,
	"held_at" bigint NOT NULL,
	"sent_at" bigint
);
--> statement-breakpoint
CREATE TABLE "rooms" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"name" text NOT NULL,
	"desk_kind" text NOT NULL,
	"desk_ref" text,
	"reply_mode" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "schedules" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"version" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "seen" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "settings" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "shelf" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"owner" text NOT NULL,
	"stream" text NOT NULL,
	"n" integer NOT NULL,
	"key" text NOT NULL,
	"version" integer NOT NULL,
	"value" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "staff" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"desk_ref" text NOT NULL,
	"name" text NOT NULL,
	"admin" boolean NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE TABLE "threads" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"room_id" text NOT NULL,
	"ref" text NOT NULL,
	"shown_version" integer NOT NULL
);
--> statement-breakpoint
CREATE TABLE "workspaces" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"name" text NOT NULL,
	"created_at" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "attachments_message" ON "attachments" USING btree ("workspace_id","message_id");--> statement-breakpoint
CREATE UNIQUE INDEX "channels_name" ON "channels" USING btree ("workspace_id","name");--> statement-breakpoint
CREATE INDEX "customers_name" ON "customers" USING btree ("workspace_id","name");--> statement-breakpoint
CREATE UNIQUE INDEX "enquiries_number" ON "enquiries" USING btree ("workspace_id","number");--> statement-breakpoint
CREATE INDEX "enquiries_identity" ON "enquiries" USING btree ("workspace_id","identity_id","channel_id","opened_at");--> statement-breakpoint
CREATE INDEX "enquiries_customer" ON "enquiries" USING btree ("workspace_id","customer_id","opened_at");--> statement-breakpoint
CREATE INDEX "enquiries_living" ON "enquiries" USING btree ("workspace_id","opened_at") WHERE status in ('open', 'waiting', 'snoozed');--> statement-breakpoint
CREATE UNIQUE INDEX "events_version" ON "events" USING btree ("workspace_id","enquiry_id","version");--> statement-breakpoint
CREATE UNIQUE INDEX "identities_address" ON "identities" USING btree ("workspace_id","channel_kind","address");--> statement-breakpoint
CREATE INDEX "identities_customer" ON "identities" USING btree ("workspace_id","customer_id");--> statement-breakpoint
CREATE INDEX "jobs_due" ON "jobs" USING btree ("workspace_id","state","run_at","seq");--> statement-breakpoint
CREATE INDEX "jobs_key" ON "jobs" USING btree ("key","seq");--> statement-breakpoint
CREATE INDEX "jobs_ref" ON "jobs" USING btree ("workspace_id","ref");--> statement-breakpoint
CREATE INDEX "messages_enquiry" ON "messages" USING btree ("workspace_id","enquiry_id","seq");--> statement-breakpoint
CREATE UNIQUE INDEX "messages_reply" ON "messages" USING btree ("workspace_id","reply_id");--> statement-breakpoint
CREATE INDEX "participants_address" ON "participants" USING btree ("workspace_id","enquiry_id","address");--> statement-breakpoint
CREATE UNIQUE INDEX "raws_external" ON "raws" USING btree ("workspace_id","channel_id","external_id");--> statement-breakpoint
CREATE UNIQUE INDEX "raws_content" ON "raws" USING btree ("workspace_id","content_key");--> statement-breakpoint
CREATE INDEX "refs_ref" ON "refs" USING btree ("workspace_id","kind","ref");--> statement-breakpoint
CREATE INDEX "refs_enquiry" ON "refs" USING btree ("workspace_id","enquiry_id");--> statement-breakpoint
CREATE UNIQUE INDEX "remarks_post" ON "remarks" USING btree ("workspace_id","post_ref");--> statement-breakpoint
CREATE INDEX "remarks_reply" ON "remarks" USING btree ("workspace_id","reply_id");--> statement-breakpoint
CREATE INDEX "replies_on_their_way" ON "replies" USING btree ("workspace_id","enquiry_id") WHERE status in ('held', 'leaving', 'unsure');--> statement-breakpoint
CREATE UNIQUE INDEX "rooms_name" ON "rooms" USING btree ("workspace_id","name");--> statement-breakpoint
CREATE INDEX "seen_at" ON "seen" USING btree ("at");--> statement-breakpoint
CREATE UNIQUE INDEX "shelf_n" ON "shelf" USING btree ("workspace_id","owner","stream","n");--> statement-breakpoint
CREATE UNIQUE INDEX "shelf_key" ON "shelf" USING btree ("workspace_id","owner","stream","key");--> statement-breakpoint
CREATE UNIQUE INDEX "staff_desk_ref" ON "staff" USING btree ("workspace_id","desk_ref");--> statement-breakpoint
CREATE UNIQUE INDEX "threads_ref" ON "threads" USING btree ("workspace_id","ref");