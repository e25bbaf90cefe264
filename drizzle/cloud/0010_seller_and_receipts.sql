ALTER TABLE "site" ADD COLUMN "seller" jsonb;--> statement-breakpoint
CREATE INDEX "payment_receipt" ON "payment" USING btree (upper(right(regexp_replace("id", '[^0-9A-Za-z]', '', 'g'), 12)));--> statement-breakpoint
CREATE INDEX "checkout_receipt" ON "checkout" USING btree (upper(right(regexp_replace("payment_id", '[^0-9A-Za-z]', '', 'g'), 12)));