ALTER TABLE "messages" ADD COLUMN "subject" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "others" jsonb;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "written_to" text;--> statement-breakpoint
ALTER TABLE "messages" ADD COLUMN "forward_of" jsonb;--> statement-breakpoint
ALTER TABLE "remarks" ADD COLUMN "only_customer" boolean;--> statement-breakpoint
ALTER TABLE "replies" ADD COLUMN "copies" jsonb;--> statement-breakpoint
CREATE INDEX "messages_raw" ON "messages" USING btree ("workspace_id","raw_id");