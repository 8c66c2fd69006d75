import { m } from '$lib/paraglide/messages';
import type { Words } from './errors';

/** The words for what guards the key: PIN, fingerprint, keyring. */
export const SECURITY_WORDS = {
	'approval.pin_wrong': [m.error_approval_pin_wrong_title, m.money_unmoved, m.error_approval_pin_wrong_next],
	'approval.pin_locked': [
		m.error_approval_pin_locked_title,
		m.money_unmoved,
		m.error_approval_pin_locked_next
	],
	'approval.pin_wiped': [m.error_approval_pin_wiped_title, m.money_unmoved, m.error_approval_pin_wiped_next],
	'fingerprint.unavailable': [
		m.error_fingerprint_unavailable_title,
		m.money_unmoved,
		m.error_fingerprint_unavailable_next
	],
	'fingerprint.none_enrolled': [
		m.error_fingerprint_none_enrolled_title,
		m.money_unmoved,
		m.error_fingerprint_none_enrolled_next
	],
	'fingerprint.no_match': [
		m.error_fingerprint_no_match_title,
		m.money_unmoved,
		m.error_fingerprint_no_match_next
	],
	'fingerprint.busy': [m.error_fingerprint_busy_title, m.money_unmoved, m.error_fingerprint_busy_next],
	'fingerprint.lost': [m.error_fingerprint_lost_title, m.money_unmoved, m.error_fingerprint_lost_next],
	'fingerprint.timeout': [
		m.error_fingerprint_timeout_title,
		m.money_unmoved,
		m.error_fingerprint_timeout_next
	],
	'fingerprint.stopped': [
		m.error_fingerprint_stopped_title,
		m.money_unmoved,
		m.error_fingerprint_stopped_next
	],
	'fingerprint.off': [m.error_fingerprint_off_title, m.money_unmoved, m.error_fingerprint_off_next],
	'fingerprint.changed': [
		m.error_fingerprint_changed_title,
		m.money_unmoved,
		m.error_fingerprint_changed_next
	],
	'fingerprint.locked': [m.error_fingerprint_locked_title, m.money_unmoved, m.error_fingerprint_locked_next],
	'approval.second_factor_required': [
		m.error_approval_second_factor_required_title,
		m.money_unmoved,
		m.error_approval_second_factor_required_next
	],
	'factor.code_wrong': [m.error_factor_code_wrong_title, m.money_unmoved, m.error_factor_code_wrong_next],
	'factor.too_many_tries': [
		m.error_factor_too_many_tries_title,
		m.money_unmoved,
		m.error_factor_too_many_tries_next
	],
	'factor.totp_missing': [
		m.error_factor_totp_missing_title,
		m.money_unmoved,
		m.error_factor_totp_missing_next
	],
	'factor.totp_exists': [m.error_factor_totp_exists_title, m.money_unmoved, m.error_factor_totp_exists_next],
	'factor.in_use': [m.error_factor_in_use_title, m.money_unmoved, m.error_factor_in_use_next],
	'device.keyring_locked': [
		m.error_device_keyring_locked_title,
		m.money_unmoved,
		m.error_device_keyring_locked_next
	],
	'device.keyring_missing': [
		m.error_device_keyring_missing_title,
		m.money_unmoved,
		m.error_device_keyring_missing_next
	],
	'device.keyring_timeout': [
		m.error_device_keyring_timeout_title,
		m.money_unmoved,
		m.error_device_keyring_timeout_next
	]
} as const satisfies Record<string, Words>;
