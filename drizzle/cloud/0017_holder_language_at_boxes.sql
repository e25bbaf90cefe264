-- Permits granted before boxes were told what their holders read (0013): their rows for the boxes say so too.
UPDATE "edge_v1_permits" e
   SET "body" = jsonb_set(e."body", '{right,language}', to_jsonb(h."language"))
  FROM "permit" p JOIN "right_holder" h ON h."site_id" = p."site_id" AND h."id" = p."holder_id"
 WHERE e."site_id" = p."site_id" AND e."right_id" = p."id" AND h."language" IS NOT NULL AND NOT (e."body" -> 'right' ? 'language');
