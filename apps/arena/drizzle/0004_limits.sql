CREATE TABLE "request_count" (
	"key" text PRIMARY KEY NOT NULL,
	"points" integer NOT NULL,
	"expire" timestamp with time zone
);
--> statement-breakpoint
CREATE TABLE "vote_charge" (
	"conversation_id" uuid PRIMARY KEY NOT NULL,
	"kind" text NOT NULL,
	"session_id" uuid NOT NULL,
	"address_key" text NOT NULL,
	"prompt_key" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
ALTER TABLE "session" ADD COLUMN "proven_at" timestamp with time zone;--> statement-breakpoint
ALTER TABLE "vote" ADD COLUMN "is_revealed" boolean DEFAULT true NOT NULL;--> statement-breakpoint
ALTER TABLE "vote_charge" ADD CONSTRAINT "vote_charge_conversation_id_vote_conversation_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."vote"("conversation_id") ON DELETE no action ON UPDATE no action;--> statement-breakpoint
CREATE INDEX "request_count_expire" ON "request_count" USING btree ("expire");--> statement-breakpoint
CREATE INDEX "vote_charge_session" ON "vote_charge" USING btree ("session_id","created_at");--> statement-breakpoint
CREATE INDEX "vote_charge_address" ON "vote_charge" USING btree ("address_key","created_at");--> statement-breakpoint
CREATE INDEX "vote_charge_prompt" ON "vote_charge" USING btree ("prompt_key","created_at");--> statement-breakpoint
CREATE INDEX "vote_charge_created" ON "vote_charge" USING btree ("created_at");--> statement-breakpoint
CREATE VIEW "judged_vote" AS SELECT DISTINCT ON ("conversation_id") "conversation_id", "decision", "reason" FROM "vote_review" ORDER BY "conversation_id", "id" DESC;
