ALTER TABLE "jobs" ADD COLUMN "slot" text DEFAULT 'rest' NOT NULL;--> statement-breakpoint
CREATE INDEX "jobs_slot" ON "jobs" USING btree ("workspace_id","state","slot","run_at","seq");