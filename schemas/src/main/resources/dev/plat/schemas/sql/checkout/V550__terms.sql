-- What a purchase is subject to beside its lines: a coupon, and where the buyer is taxed.

ALTER TABLE cart ADD COLUMN coupon text;
ALTER TABLE cart ADD COLUMN country char(2);
ALTER TABLE cart ADD COLUMN tax_id text;

ALTER TABLE orders ADD COLUMN coupon text;
-- Where the buyer said that they live: the one piece of evidence there is before a card is known.
ALTER TABLE orders ADD COLUMN country char(2);
-- As it was given; nobody has checked it.
ALTER TABLE orders ADD COLUMN tax_id text;

-- What of the line's price was taken off, and what of its amount is tax, as payments reckoned them.
ALTER TABLE order_line ADD COLUMN discount bigint NOT NULL DEFAULT 0;
ALTER TABLE order_line ADD COLUMN tax bigint NOT NULL DEFAULT 0;
ALTER TABLE order_line ADD CONSTRAINT order_line_within CHECK (discount >= 0 AND tax BETWEEN 0 AND amount) NOT VALID;
-- Empty where no tax is collected.
ALTER TABLE order_line ADD COLUMN jurisdiction text NOT NULL DEFAULT '';
ALTER TABLE order_line ADD COLUMN percent text NOT NULL DEFAULT '';
