CREATE TABLE "card_charge" (
	"site_id" text NOT NULL,
	"quote_id" text NOT NULL,
	"attempt" text NOT NULL,
	"device_id" text NOT NULL,
	"lane_id" text NOT NULL,
	"reader" text NOT NULL,
	"amount_minor" bigint NOT NULL,
	"currency" text NOT NULL,
	"ref" text,
	"state" text NOT NULL,
	"outcome" text,
	"reason" text,
	"created_at" bigint NOT NULL,
	"asked_at" bigint,
	"checked_at" bigint,
	"settled_at" bigint,
	CONSTRAINT "card_charge_site_id_quote_id_attempt_pk" PRIMARY KEY("site_id","quote_id","attempt")
);
--> statement-breakpoint
CREATE UNIQUE INDEX "card_charge_open" ON "card_charge" USING btree ("site_id","quote_id") WHERE state = 'open';--> statement-breakpoint
CREATE UNIQUE INDEX "card_charge_paid" ON "card_charge" USING btree ("site_id","quote_id") WHERE state = 'paid';--> statement-breakpoint
CREATE UNIQUE INDEX "card_charge_ref" ON "card_charge" USING btree ("ref");--> statement-breakpoint
CREATE INDEX "card_charge_to_check" ON "card_charge" USING btree ("checked_at") WHERE state = 'open';--> statement-breakpoint
CREATE INDEX "card_charge_settled" ON "card_charge" USING btree ("site_id","settled_at");