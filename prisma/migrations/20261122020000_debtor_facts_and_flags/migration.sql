-- When a debtor pays, and what the market says of it (S178, S189, S47).
ALTER TABLE "debtor" ADD COLUMN "cash_dates" DATE[] DEFAULT ARRAY[]::DATE[],
ADD COLUMN "market_risk" TEXT,
ADD COLUMN "payment_run_days" INTEGER[] DEFAULT ARRAY[]::INTEGER[];

-- What the debtor said of the invoice (S35).
ALTER TABLE "invoice" ADD COLUMN "receipt_confirmed_on" DATE,
ADD COLUMN "receipt_denied_on" DATE;

-- Work that nobody did in time (S42).
ALTER TABLE "task" ADD COLUMN "escalated_at" TIMESTAMPTZ(3);

-- What two people say of a debtor (U9).
CREATE TABLE "debtor_flag" (
    "id" UUID NOT NULL,
    "debtor_id" UUID NOT NULL,
    "flag" TEXT NOT NULL,
    "state" TEXT NOT NULL DEFAULT 'proposed',
    "proposed_by_id" UUID NOT NULL,
    "proposed_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_by_id" UUID,
    "decided_at" TIMESTAMPTZ(3),
    "ended_by_id" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "debtor_flag_pkey" PRIMARY KEY ("id")
);

CREATE INDEX "debtor_flag_debtor_id_idx" ON "debtor_flag"("debtor_id");
CREATE INDEX "debtor_flag_proposed_by_id_idx" ON "debtor_flag"("proposed_by_id");
CREATE INDEX "debtor_flag_decided_by_id_idx" ON "debtor_flag"("decided_by_id");
CREATE INDEX "debtor_flag_ended_by_id_idx" ON "debtor_flag"("ended_by_id");

ALTER TABLE "debtor_flag" ADD CONSTRAINT "debtor_flag_debtor_id_fkey" FOREIGN KEY ("debtor_id") REFERENCES "debtor"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "debtor_flag" ADD CONSTRAINT "debtor_flag_proposed_by_id_fkey" FOREIGN KEY ("proposed_by_id") REFERENCES "staff"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
ALTER TABLE "debtor_flag" ADD CONSTRAINT "debtor_flag_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;
ALTER TABLE "debtor_flag" ADD CONSTRAINT "debtor_flag_ended_by_id_fkey" FOREIGN KEY ("ended_by_id") REFERENCES "staff"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- One living row of a flag, and never one person alone.
CREATE UNIQUE INDEX "debtor_flag_living" ON "debtor_flag"("debtor_id", "flag") WHERE "state" IN ('proposed', 'approved');
ALTER TABLE "debtor_flag" ADD CONSTRAINT "debtor_flag_four_eyes" CHECK ("decided_by_id" IS NULL OR "decided_by_id" <> "proposed_by_id" OR "state" = 'refused');
