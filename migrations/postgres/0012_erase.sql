CREATE TABLE "erasures" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"version" integer NOT NULL,
	"customer_id" text NOT NULL,
	"identities" jsonb NOT NULL,
	"by_id" text,
	"step" text NOT NULL,
	"place" text NOT NULL,
	"marks" jsonb,
	"numbers" jsonb NOT NULL,
	"stays" jsonb NOT NULL,
	"asked_at" bigint NOT NULL,
	"done_at" bigint
);
--> statement-breakpoint
ALTER TABLE "enquiries" ADD COLUMN "erased_at" bigint;--> statement-breakpoint
CREATE INDEX "erasures_customer" ON "erasures" USING btree ("workspace_id","customer_id");