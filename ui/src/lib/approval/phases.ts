/** Where the approval stands; what the window shows follows from this alone. */
export type Phase =
	| 'reading'
	| 'ready'
	| 'verifying'
	| 'done'
	| 'bank'
	| 'processing'
	| 'declined'
	| 'expired'
	| 'changed'
	| 'refused';

/** Where each outcome leaves it. */
export const OUTCOMES = {
	authorized: 'done',
	atBank: 'bank',
	processing: 'processing',
	declined: 'declined'
} as const;

/** Refusals after which the same window goes on in another way. */
export const PHASES: Record<string, Phase> = {
	'approval.pin_wrong': 'ready',
	'approval.pin_locked': 'ready',
	'factor.code_wrong': 'ready',
	'factor.too_many_tries': 'ready',
	'approval.proposal_expired': 'expired',
	'approval.terms_changed': 'changed',
	// The approval may have arrived although its answer did not.
	'charge.processing': 'processing',
	'device.service_unreachable': 'processing',
	'device.service_not_understood': 'processing'
};
