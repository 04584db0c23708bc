-- A conversation of any mode is a tree of turns; a battle becomes a conversation with one turn. Every row is carried over.
ALTER TABLE "contestant" RENAME COLUMN "is_pocket_model" TO "bundled";
--> statement-breakpoint
ALTER TABLE "contestant" RENAME COLUMN "sha256" TO "identity";
--> statement-breakpoint
UPDATE "contestant" SET "identity" = 'sha256:' || "identity";
--> statement-breakpoint
ALTER TABLE "contestant" ADD COLUMN "engine" text DEFAULT 'worker' NOT NULL, ADD COLUMN "inputs" jsonb DEFAULT '["text"]'::jsonb NOT NULL, ADD COLUMN "weight" double precision DEFAULT 1 NOT NULL;
--> statement-breakpoint
DROP INDEX "answer_running";
--> statement-breakpoint
ALTER TABLE "answer" RENAME TO "old_answer";
--> statement-breakpoint
ALTER TABLE "vote" RENAME TO "old_vote";
--> statement-breakpoint
ALTER TABLE "snapshot" RENAME TO "old_snapshot";
--> statement-breakpoint
ALTER INDEX "vote_pkey" RENAME TO "old_vote_pkey";
--> statement-breakpoint
ALTER INDEX "snapshot_pkey" RENAME TO "old_snapshot_pkey";
--> statement-breakpoint
CREATE TABLE "session" (
	"id" uuid PRIMARY KEY NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "conversation" (
	"id" uuid PRIMARY KEY NOT NULL,
	"session_id" uuid NOT NULL,
	"mode" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "participant" (
	"conversation_id" uuid NOT NULL,
	"slot" text NOT NULL,
	"contestant_id" text NOT NULL,
	"propensity" double precision,
	CONSTRAINT "participant_conversation_id_slot_pk" PRIMARY KEY("conversation_id","slot")
);
--> statement-breakpoint
CREATE TABLE "turn" (
	"id" uuid PRIMARY KEY NOT NULL,
	"conversation_id" uuid NOT NULL,
	"parent_id" uuid,
	"slot" text,
	"number" integer NOT NULL,
	"prompt" text NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "answer" (
	"turn_id" uuid NOT NULL,
	"slot" text NOT NULL,
	"attempt" integer DEFAULT 1 NOT NULL,
	"status" text NOT NULL,
	"raw_text" text DEFAULT '' NOT NULL,
	"shown_text" text DEFAULT '' NOT NULL,
	"seed" integer NOT NULL,
	"prompt_tokens" integer,
	"output_tokens" integer,
	"first_token_ms" double precision,
	"total_ms" double precision,
	"record" jsonb,
	"error_code" text,
	"lease_holder" uuid NOT NULL,
	"lease_until" timestamp with time zone NOT NULL,
	CONSTRAINT "answer_turn_id_slot_attempt_pk" PRIMARY KEY("turn_id","slot","attempt")
);
--> statement-breakpoint
CREATE TABLE "vote" (
	"conversation_id" uuid PRIMARY KEY NOT NULL,
	"outcome" text NOT NULL,
	"turn_id" uuid NOT NULL,
	"reasons" jsonb DEFAULT '[]'::jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "vote_review" (
	"id" bigint PRIMARY KEY GENERATED ALWAYS AS IDENTITY (sequence name "vote_review_id_seq" INCREMENT BY 1 MINVALUE 1 MAXVALUE 9223372036854775807 START WITH 1 CACHE 1),
	"conversation_id" uuid NOT NULL,
	"decision" text NOT NULL,
	"reason" text,
	"rule" text NOT NULL,
	"version" integer NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE TABLE "board" (
	"key" text PRIMARY KEY NOT NULL,
	"definition" jsonb NOT NULL
);
--> statement-breakpoint
CREATE TABLE "snapshot" (
	"id" integer NOT NULL,
	"board" text NOT NULL,
	"votes" integer NOT NULL,
	"transaction_snapshot" text NOT NULL,
	"input_hash" text,
	"configuration" jsonb NOT NULL,
	"created_at" timestamp with time zone DEFAULT now() NOT NULL,
	CONSTRAINT "snapshot_id_board_pk" PRIMARY KEY("id","board")
);
--> statement-breakpoint
CREATE TABLE "rating" (
	"snapshot_id" integer NOT NULL,
	"board" text NOT NULL,
	"contestant_id" text NOT NULL,
	"position" integer NOT NULL,
	"rating" double precision NOT NULL,
	"low" double precision,
	"high" double precision,
	"rank_low" integer NOT NULL,
	"rank_high" integer NOT NULL,
	"votes" integer NOT NULL,
	CONSTRAINT "rating_snapshot_id_board_contestant_id_pk" PRIMARY KEY("snapshot_id","board","contestant_id")
);
--> statement-breakpoint
INSERT INTO "session" ("id", "created_at") SELECT "session_id", min("created_at") FROM "battle" GROUP BY "session_id";
--> statement-breakpoint
INSERT INTO "conversation" ("id", "session_id", "mode", "created_at") SELECT "id", "session_id", 'battle', "created_at" FROM "battle";
--> statement-breakpoint
INSERT INTO "participant" ("conversation_id", "slot", "contestant_id", "propensity")
	SELECT "id", 'a', "contestant_a", "propensity" FROM "battle" UNION ALL SELECT "id", 'b', "contestant_b", "propensity" FROM "battle";
--> statement-breakpoint
-- The only turn of an old battle has the battle's id.
INSERT INTO "turn" ("id", "conversation_id", "number", "prompt", "created_at") SELECT "id", "id", 1, "prompt", "created_at" FROM "battle";
--> statement-breakpoint
-- Names are masked in "shown_text" by the arena when it opens this database, for battles without a vote.
INSERT INTO "answer" ("turn_id", "slot", "status", "raw_text", "seed", "prompt_tokens", "output_tokens", "first_token_ms", "total_ms", "record", "error_code", "lease_holder", "lease_until")
	SELECT "battle_id", "slot", "status", "text", "seed", "prompt_tokens", "output_tokens", "first_token_ms", "total_ms", "record", "error_code", '00000000-0000-0000-0000-000000000000', "heartbeat_at" + interval '10 seconds' FROM "old_answer";
--> statement-breakpoint
INSERT INTO "vote" ("conversation_id", "outcome", "turn_id", "created_at") SELECT "battle_id", "outcome", "battle_id", "created_at" FROM "old_vote";
--> statement-breakpoint
INSERT INTO "vote_review" ("conversation_id", "decision", "reason", "rule", "version", "created_at")
	SELECT "battle_id", CASE WHEN "fate" = 'counted' THEN 'counted' ELSE 'not-counted' END, nullif("fate", 'counted'), 'answers-complete', 1, "created_at" FROM "old_vote" ORDER BY "created_at", "battle_id";
--> statement-breakpoint
INSERT INTO "board" ("key", "definition") VALUES ('overall', '{"bundled": false}'), ('with-bundled', '{"bundled": true}');
--> statement-breakpoint
INSERT INTO "snapshot" ("id", "board", "votes", "transaction_snapshot", "configuration", "created_at")
	SELECT "id", 'with-bundled', "votes", "mark", '{"pseudoVotesPerPair": 1}'::jsonb, "created_at" FROM "old_snapshot"
	UNION ALL SELECT "id", 'overall', ("real" ->> 'votes')::integer, "mark", '{"pseudoVotesPerPair": 1}'::jsonb, "created_at" FROM "old_snapshot";
--> statement-breakpoint
INSERT INTO "rating" ("snapshot_id", "board", "contestant_id", "position", "rating", "low", "high", "rank_low", "rank_high", "votes")
	SELECT s."id", s."board", m."value" ->> 'id', m."ordinality", (m."value" ->> 'rating')::double precision, (m."value" ->> 'low')::double precision, (m."value" ->> 'high')::double precision, (m."value" -> 'rank' ->> 0)::integer, (m."value" -> 'rank' ->> 1)::integer, (m."value" ->> 'votes')::integer
	FROM (SELECT "id", 'with-bundled' AS "board", "models" FROM "old_snapshot" UNION ALL SELECT "id", 'overall', "real" -> 'models' FROM "old_snapshot") AS s
	CROSS JOIN LATERAL jsonb_array_elements(s."models") WITH ORDINALITY AS m;
--> statement-breakpoint
DROP TABLE "old_vote";
--> statement-breakpoint
DROP TABLE "old_answer";
--> statement-breakpoint
DROP TABLE "battle";
--> statement-breakpoint
DROP TABLE "old_snapshot";
--> statement-breakpoint
ALTER TABLE "rating" ADD CONSTRAINT "rating_contestant_id_contestant_id_fk" FOREIGN KEY ("contestant_id") REFERENCES "public"."contestant"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "rating" ADD CONSTRAINT "rating_snapshot_id_board_snapshot_id_board_fk" FOREIGN KEY ("snapshot_id","board") REFERENCES "public"."snapshot"("id","board") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "snapshot" ADD CONSTRAINT "snapshot_board_board_key_fk" FOREIGN KEY ("board") REFERENCES "public"."board"("key") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "answer" ADD CONSTRAINT "answer_turn_id_turn_id_fk" FOREIGN KEY ("turn_id") REFERENCES "public"."turn"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "conversation" ADD CONSTRAINT "conversation_session_id_session_id_fk" FOREIGN KEY ("session_id") REFERENCES "public"."session"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "participant" ADD CONSTRAINT "participant_conversation_id_conversation_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversation"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "participant" ADD CONSTRAINT "participant_contestant_id_contestant_id_fk" FOREIGN KEY ("contestant_id") REFERENCES "public"."contestant"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "turn" ADD CONSTRAINT "turn_conversation_id_conversation_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversation"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "turn" ADD CONSTRAINT "turn_parent_id_turn_id_fk" FOREIGN KEY ("parent_id") REFERENCES "public"."turn"("id") ON DELETE cascade ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "vote" ADD CONSTRAINT "vote_conversation_id_conversation_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."conversation"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "vote" ADD CONSTRAINT "vote_turn_id_turn_id_fk" FOREIGN KEY ("turn_id") REFERENCES "public"."turn"("id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
ALTER TABLE "vote_review" ADD CONSTRAINT "vote_review_conversation_id_vote_conversation_id_fk" FOREIGN KEY ("conversation_id") REFERENCES "public"."vote"("conversation_id") ON DELETE no action ON UPDATE no action;
--> statement-breakpoint
CREATE INDEX "snapshot_newest" ON "snapshot" USING btree ("board","id" DESC NULLS LAST);
--> statement-breakpoint
CREATE INDEX "answer_running" ON "answer" USING btree ("lease_until") WHERE "answer"."status" = 'running';
--> statement-breakpoint
CREATE INDEX "conversation_history" ON "conversation" USING btree ("session_id","created_at" DESC NULLS LAST);
--> statement-breakpoint
CREATE INDEX "conversation_created" ON "conversation" USING btree ("created_at","id");
--> statement-breakpoint
CREATE INDEX "participant_contestant" ON "participant" USING btree ("contestant_id");
--> statement-breakpoint
CREATE INDEX "turn_conversation" ON "turn" USING btree ("conversation_id","number");
--> statement-breakpoint
CREATE INDEX "turn_parent" ON "turn" USING btree ("parent_id");
--> statement-breakpoint
CREATE INDEX "vote_created" ON "vote" USING btree ("created_at","conversation_id");
--> statement-breakpoint
CREATE INDEX "vote_review_newest" ON "vote_review" USING btree ("conversation_id","id" DESC NULLS LAST);
