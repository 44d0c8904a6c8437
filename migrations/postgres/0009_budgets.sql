CREATE TABLE "budgets" (
	"id" text PRIMARY KEY NOT NULL,
	"workspace_id" text NOT NULL,
	"version" bigint NOT NULL,
	"used" bigint NOT NULL,
	"until" bigint NOT NULL,
	"closed_until" bigint
);
--> statement-breakpoint
CREATE TABLE "ledger" (
	"seq" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "ledger_seq_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"workspace_id" text NOT NULL,
	"channel_id" text NOT NULL,
	"at" bigint NOT NULL,
	"step" text NOT NULL,
	"n" integer NOT NULL,
	"cost" bigint NOT NULL,
	"reply_id" text
);
--> statement-breakpoint
CREATE INDEX "ledger_channel" ON "ledger" USING btree ("workspace_id","channel_id","at");