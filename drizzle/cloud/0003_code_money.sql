DROP VIEW "public"."money_received";--> statement-breakpoint
CREATE VIEW "public"."money_received" AS (
  select site_id, id as payment_id, quote_id, session_id, amount_minor, currency, method, provider, provider_ref, settled_at,
         duplicate, true as booked
    from payment
  union all
  select r.site_id, r.payment_id, r.quote_id, q.session_id, r.amount_minor, r.currency, 'remote', r.provider, r.provider_ref,
         r.settled_at, false, false
    from edge_v1_remote_payments r
    left join quote q on q.site_id = r.site_id and q.id = r.quote_id
   where not exists (
     select 1 from payment p
      where p.site_id = r.site_id
        and (p.id = r.payment_id
             or (p.quote_id = r.quote_id and p.method = 'exitCode' and not p.duplicate and p.amount_minor = r.amount_minor))));