CREATE TABLE "checkout" (
	"site_id" text NOT NULL,
	"nonce" text NOT NULL,
	"attempt" integer NOT NULL,
	"provider" text NOT NULL,
	"ref" text,
	"state" text NOT NULL,
	"closed_reason" text,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"lock_until" bigint NOT NULL,
	"request" jsonb NOT NULL,
	"redirect_url" text,
	"expires_at" bigint,
	"created_at" bigint NOT NULL,
	"checked_at" bigint,
	"payment_id" text,
	"paid_minor" bigint,
	"paid_currency" text,
	"settled_at" bigint,
	"delivered_at" bigint,
	CONSTRAINT "checkout_site_id_nonce_attempt_pk" PRIMARY KEY("site_id","nonce","attempt")
);
--> statement-breakpoint
CREATE TABLE "refund" (
	"id" text PRIMARY KEY NOT NULL,
	"site_id" text NOT NULL,
	"payment_id" text NOT NULL,
	"provider" text NOT NULL,
	"ref" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"reason" text NOT NULL,
	"state" text NOT NULL,
	"provider_ref" text,
	"tries" integer DEFAULT 0 NOT NULL,
	"last_error" text,
	"requested_at" bigint NOT NULL,
	"next_try_at" bigint NOT NULL,
	"done_at" bigint
);
--> statement-breakpoint
ALTER TABLE "payment_attempt" DISABLE ROW LEVEL SECURITY;--> statement-breakpoint
DROP TABLE "payment_attempt" CASCADE;--> statement-breakpoint
ALTER TABLE "presentation" ALTER COLUMN "tailgate" DROP DEFAULT;--> statement-breakpoint
ALTER TABLE "presentation" ALTER COLUMN "tailgate" DROP NOT NULL;--> statement-breakpoint
CREATE UNIQUE INDEX "checkout_open" ON "checkout" USING btree ("site_id","nonce") WHERE state = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "checkout_paid" ON "checkout" USING btree ("site_id","nonce") WHERE state = 'paid';--> statement-breakpoint
CREATE UNIQUE INDEX "checkout_ref" ON "checkout" USING btree ("provider","ref");--> statement-breakpoint
CREATE INDEX "checkout_to_check" ON "checkout" USING btree ("checked_at") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "checkout_to_deliver" ON "checkout" USING btree ("settled_at") WHERE state = 'paid' and delivered_at is null;--> statement-breakpoint
CREATE INDEX "checkout_settled" ON "checkout" USING btree ("site_id","settled_at");--> statement-breakpoint
CREATE UNIQUE INDEX "refund_automatic" ON "refund" USING btree ("provider","ref") WHERE reason <> 'requested';--> statement-breakpoint
CREATE INDEX "refund_to_do" ON "refund" USING btree ("next_try_at") WHERE state in ('due', 'pending');--> statement-breakpoint
CREATE INDEX "refund_site" ON "refund" USING btree ("site_id","requested_at");--> statement-breakpoint
CREATE INDEX "payment_duplicate" ON "payment" USING btree ("provider","provider_ref") WHERE duplicate;