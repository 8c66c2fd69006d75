import { m } from '$lib/paraglide/messages';
import type { Words } from './errors';

/** The words for who may come in: recovery, another address, sign-ins, limits. */
export const ACCESS_WORDS = {
	'limit.too_many_tries': [
		m.error_limit_too_many_tries_title,
		m.money_unmoved,
		m.error_limit_too_many_tries_next
	],
	'recovery.not_found': [m.error_recovery_not_found_title, m.money_unmoved, m.error_recovery_not_found_next],
	'recovery.code_expired': [
		m.error_recovery_code_expired_title,
		m.money_unmoved,
		m.error_recovery_code_expired_next
	],
	'recovery.too_many_attempts': [
		m.error_recovery_too_many_attempts_title,
		m.money_unmoved,
		m.error_recovery_too_many_attempts_next
	],
	'recovery.codes_wrong': [
		m.error_recovery_codes_wrong_title,
		m.money_unmoved,
		m.error_recovery_codes_wrong_next
	],
	'recovery.under_way': [m.error_recovery_under_way_title, m.money_unmoved, m.error_recovery_under_way_next],
	'recovery.waiting': [m.error_recovery_waiting_title, m.money_unmoved, m.error_recovery_waiting_next],
	'recovery.stopped': [m.error_recovery_stopped_title, m.money_unmoved, m.error_recovery_stopped_next],
	'recovery.over': [m.error_recovery_over_title, m.money_unmoved, m.error_recovery_over_next],
	'email.invalid': [m.error_email_invalid_title, m.money_none, m.error_email_invalid_next],
	'email.same': [m.error_email_same_title, m.money_none, m.error_email_same_next],
	'email.not_found': [m.error_email_not_found_title, m.money_none, m.error_email_not_found_next],
	'email.code_expired': [m.error_email_code_expired_title, m.money_none, m.error_email_code_expired_next],
	'email.too_many_attempts': [
		m.error_email_too_many_attempts_title,
		m.money_none,
		m.error_email_too_many_attempts_next
	],
	'email.code_wrong': [m.error_email_code_wrong_title, m.money_none, m.error_email_code_wrong_next],
	'sign_in.not_found': [m.error_sign_in_not_found_title, m.money_unmoved, m.error_sign_in_not_found_next],
	'device.last_way_in_unconfirmed': [
		m.error_device_last_way_in_unconfirmed_title,
		m.money_unmoved,
		m.error_device_last_way_in_unconfirmed_next
	]
} satisfies Record<string, Words>;
