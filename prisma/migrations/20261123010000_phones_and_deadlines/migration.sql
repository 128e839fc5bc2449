-- Messages name the person to call (S230).
ALTER TABLE "staff" ADD COLUMN "phone" TEXT;

-- A person's text that states an older deadline is noticed (X1).
ALTER TABLE "proposal" ADD COLUMN "pay_by" DATE;
