import { m } from '$lib/paraglide/messages';
import type { Words } from './errors';

/** Refusals about what may be charged without asking. */
export const PERMISSION_WORDS = {
	'permission.not_found': [
		m.error_permission_not_found_title,
		m.money_unmoved,
		m.error_permission_not_found_next
	],
	'permission.ended': [m.error_permission_ended_title, m.money_unmoved, m.error_permission_ended_next],
	'permission.limit_invalid': [
		m.error_permission_limit_invalid_title,
		m.money_unmoved,
		m.error_permission_limit_invalid_next
	],
	'permission.proof_required': [
		m.error_permission_proof_required_title,
		m.money_unmoved,
		m.error_permission_proof_required_next
	],
	'permission.frequency_invalid': [
		m.error_permission_frequency_invalid_title,
		m.money_unmoved,
		m.error_permission_frequency_invalid_next
	]
} as const satisfies Record<string, Words>;
