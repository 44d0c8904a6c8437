ALTER TABLE "shelf" ALTER COLUMN "version" SET DATA TYPE bigint;--> statement-breakpoint
ALTER TABLE "identities" ADD COLUMN "standing" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "details" jsonb;--> statement-breakpoint
CREATE INDEX "enquiries_channel" ON "enquiries" USING btree ("workspace_id","channel_id","opened_at");