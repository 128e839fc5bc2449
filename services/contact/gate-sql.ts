// A constant with parameters: $1 case, $2 step, $3 occurrence, $4 the instant of the question.
/** Everything that the gate and a message need of a case, as one JSON value `rows`; see `gate-shape.ts` for its form. */
export const gateSql = `
  with own as (select * from collection_case where id = $1::uuid),
  attempt as (
    select s.contact_id, s.attempt, s.leads, s.definitely_failed, k.state, k.channel, k.contact_point_id,
      k.template, k.lead_step, k.lead_day
    from own join contact_step s on s.invoice_id = own.invoice_id join contact k on k.id = s.contact_id
    where s.step_id = $2 and s.occurrence = $3::int
  ),
  proposed as (
    select p.*, s.leads, s.living from own join proposal_step s on s.invoice_id = own.invoice_id join proposal p on p.id = s.proposal_id
    where s.step_id = $2 and s.occurrence = $3::int and p.state <> 'withdrawn' order by p.id desc limit 1
  ),
  asked as (
    select c.* from collection_case c join own on c.debtor_id = own.debtor_id
    where c.id = own.id or (c.status = 'open' and c.next_effect = 'sendReminder'
      -- The debtor's local day ends at most 25 hours later.
      and c.next_at < $4::timestamptz + interval '26 hours')
      or c.id in (select s.case_id from attempt a join contact_step s on s.contact_id = a.contact_id where not a.definitely_failed)
      or c.id in (select s.case_id from proposed p join proposal_step s on s.proposal_id = p.id)
  ),
  point as (select p.* from contact_point p join own on p.debtor_id = own.debtor_id),
  counted as (
    select k.id, k.at, k.contact_point_id, k.text_hash, true as ours from contact k join own on k.debtor_id = own.debtor_id
    where k.automatic and k.state not in ('failed', 'bounced', 'cancelled') and k.at > $4::timestamptz - interval '30 days'
    union all
    select k.id, k.at, k.contact_point_id, k.text_hash, false from point
      join contact_point same on same.address = point.address and same.debtor_id <> point.debtor_id
      join debtor other on other.id = same.debtor_id and other.creditor_id = (select creditor_id from own)
      join contact k on k.contact_point_id = same.id
    where k.automatic and k.state not in ('failed', 'bounced', 'cancelled') and k.at > $4::timestamptz - interval '30 days'
  )
  select json_build_object(
    'creditor', json_build_object('id', cr.id, 'name', cr.name, 'legalName', cr.legal_name, 'zone', cr.zone,
      'senderEmail', cr.sender_email, 'senderPhone', cr.sender_phone,
      'accounts', coalesce((select json_agg(json_build_object('holder', b.holder, 'bankName', b.bank_name, 'accountNo', b.account_no,
          'currency', b.currency, 'validFrom', b.valid_from, 'validUntil', b.valid_until) order by b.id)
        from bank_account b where b.creditor_id = cr.id and b.approved_by_id is not null), '[]')),
    'debtor', json_build_object('id', d.id, 'number', d.number, 'name', d.name, 'kind', d.kind, 'motive', d.motive, 'zone', d.zone, 'country', d.country,
      'sample', d.sample, 'ownerId', d.owner_id,
      'owner', (select json_build_object('name', s.name, 'email', s.email, 'phone', s.phone) from staff s where s.id = d.owner_id and s.active),
      'noContactUntil', d.no_contact_until, 'contactHours', d.contact_hours, 'replyPausedUntil', d.reply_paused_until,
      'reviewMessages', d.review_messages, 'paymentRunDays', d.payment_run_days, 'cashDates', d.cash_dates,
      'creditMinor', (select coalesce(-sum(l.open_effect_minor), 0) from ledger_entry l
        where l.debtor_id = d.id and l.currency = own.currency and l.invoice_id is null),
      'isRelationshipSized', cr.relationship_share_percent is not null and coalesce((
        select sum(l.open_effect_minor) * 100 >= b.open_minor::numeric * cr.relationship_share_percent
        from book_size b join ledger_entry l on l.debtor_id = d.id and l.currency = b.currency and l.invoice_id is not null
        where b.creditor_id = cr.id and b.currency = own.currency and b.open_minor > 0 group by b.open_minor), false)),
    'isBeingCancelled', exists (select from signal_outbox o where o.case_id = own.id and o.kind = 'cancelCase'
      and (o.applied_at is null or o.delivered_at is null) and o.final_at is null),
    'isBeingSkipped', exists (select from signal_outbox o where o.case_id = own.id and o.kind = 'skipStep'
      and o.payload->>'stepId' = $2 and o.payload->>'occurrence' = ($3::int)::text
      and (o.applied_at is null or o.delivered_at is null) and o.final_at is null),
    'proposal', (select json_build_object('id', p.id, 'state', p.state, 'leads', p.leads, 'living', p.living, 'edited', p.edited_by is not null,
        'basis', p.basis, 'legalDates', p.legal_dates, 'leadStep', p.lead_step, 'leadDay', p.lead_day, 'at', p.at, 'subject', p.subject, 'text', p.text,
        'steps', (select json_agg(json_build_object('caseId', s.case_id, 'step', s.step_id, 'occurrence', s.occurrence,
          'leads', s.leads)) from proposal_step s where s.proposal_id = p.id))
      from proposed p),
    'cases', (select json_agg(json_build_object('id', c.id, 'invoiceId', c.invoice_id, 'policyVersionId', c.policy_version_id,
        'language', c.language, 'endedAt', c.ended_at, 'nextStep', c.next_step, 'nextOccurrence', c.next_occurrence,
        'nextEffect', c.next_effect, 'nextSeverity', c.next_severity, 'nextAt', c.next_at, 'number', i.number,
        'currency', i.currency, 'amountMinor', i.amount_minor, 'invoiceDate', i.invoice_date, 'dueDate', i.effective_due_date,
        'deliveredAt', i.delivered_at, 'dispatchedAt', i.invoice_dispatched_at,
        'contract', (select json_build_object('governingLaw', k.governing_law, 'forum', k.forum, 'interestRate', k.interest_rate,
            'clause', k.clause, 'interestStartDay', k.interest_start_day, 'lawConnected', k.law_connected,
            'creditorIsSmall', k.creditor_is_small, 'debtorIsLarge', k.debtor_is_large) from contract k where k.id = i.contract_id),
        'entries', (select coalesce(json_agg(json_build_object('id', l.id, 'type', l.type, 'amountMinor', l.amount_minor,
            'valueDate', l.value_date, 'reversesId', l.reverses_id) order by l.id), '[]')
          from ledger_entry l where l.invoice_id = i.id),
        'openMinor', (select coalesce(sum(l.open_effect_minor), 0) from ledger_entry l where l.invoice_id = i.id),
        'promise', (select json_build_object('id', p.id, 'madeOn', p.made_on, 'promisedFor', p.promised_for,
            'holdUntil', p.hold_until, 'amountMinor', p.amount_minor, 'balanceMinorWhenMade', p.balance_minor_when_made)
          from promise_to_pay p where p.case_id = c.id and p.status = 'open' order by p.id desc limit 1),
        'attempts', (select count(*) from contact_step s where s.invoice_id = c.invoice_id and s.step_id = c.next_step
          and s.occurrence = c.next_occurrence),
        'isTaken', exists (select from contact_step s where s.invoice_id = c.invoice_id and s.step_id = c.next_step
          and s.occurrence = c.next_occurrence and not s.definitely_failed),
        'isProposed', exists (select from proposal_step s where s.invoice_id = c.invoice_id and s.step_id = c.next_step
          and s.occurrence = c.next_occurrence and s.living)))
      from asked c join invoice i on i.id = c.invoice_id),
    'attempts', coalesce((select json_agg(json_build_object('contactId', a.contact_id, 'attempt', a.attempt, 'leads', a.leads,
        'definitelyFailed', a.definitely_failed, 'state', a.state, 'channel', a.channel, 'pointId', a.contact_point_id,
        'template', a.template, 'leadStep', a.lead_step, 'leadDay', a.lead_day,
        'covers', (select json_agg(s.invoice_id) from contact_step s where s.contact_id = a.contact_id and not s.definitely_failed))
      order by a.attempt) from attempt a), '[]'),
    'points', coalesce((select json_agg(json_build_object('id', p.id, 'kind', p.kind, 'address', p.address,
        'bouncedAt', p.bounced_at, 'optedOut', p.opted_out, 'consents', p.consents, 'personId', p.person_id,
        'role', person.role, 'personName', person.name, 'noContactUntil', person.no_contact_until))
      from point p left join debtor_person person on person.id = p.person_id), '[]'),
    'recent', coalesce((select json_agg(json_build_object('id', k.id, 'at', k.at, 'isOurs', k.ours, 'address', p.address,
        'textHash', k.text_hash) order by k.at)
      from counted k left join contact_point p on p.id = k.contact_point_id), '[]'),
    'receipts', coalesce((select json_agg(json_build_object('step', s.step_id, 'occurrence', s.occurrence, 'at', k.at, 'readAt', k.read_at))
      from contact_step s join contact k on k.id = s.contact_id
      where s.invoice_id = own.invoice_id and k.awaits_read and not s.definitely_failed), '[]'),
    'holds', coalesce((select json_agg(json_build_object('id', h.id, 'invoiceId', h.invoice_id, 'kind', h.kind,
        'fromDate', h.from_date, 'untilDate', h.until_date, 'partMinor', h.part_minor) order by h.id)
      from (
        select * from hold where invoice_id in (select invoice_id from asked)
        union all select * from hold where scope = 'debtor' and debtor_id = own.debtor_id
        union all select * from hold where scope = 'book' and creditor_id = own.creditor_id
      ) h), '[]')
  ) as rows
  from own join debtor d on d.id = own.debtor_id join creditor cr on cr.id = own.creditor_id`;
