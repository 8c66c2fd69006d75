import { m } from '$lib/paraglide/messages';
import type { Words } from './errors';

/** Refusals about devices, passkeys and sessions. */
export const ACCOUNT_WORDS = {
	'device.join_invalid': [m.error_device_join_invalid_title, m.money_none, m.error_device_join_invalid_next],
	'device.join_not_presented': [
		m.error_device_join_not_presented_title,
		m.money_none,
		m.error_device_join_not_presented_next
	],
	'device.join_refused': [m.error_device_join_refused_title, m.money_none, m.error_device_join_refused_next],
	'device.join_waiting': [m.error_device_join_waiting_title, m.money_none, m.error_device_join_waiting_next],
	'device.last_way_in': [m.error_device_last_way_in_title, m.money_unmoved, m.error_device_last_way_in_next],
	'device.name_invalid': [m.error_device_name_invalid_title, m.money_none, m.error_device_name_invalid_next],
	'device.not_found': [m.error_device_not_found_title, m.money_unmoved, m.error_device_not_found_next],
	'device.policy_invalid': [
		m.error_device_policy_invalid_title,
		m.money_unmoved,
		m.error_device_policy_invalid_next
	],
	'device.locked': [m.error_device_locked_title, m.money_unmoved, m.error_device_locked_next],
	'device.pin_required': [
		m.error_device_pin_required_title,
		m.money_unmoved,
		m.error_device_pin_required_next
	],
	'device.pin_weak': [m.error_device_pin_weak_title, m.money_none, m.error_device_pin_weak_next],
	'device.proof_required': [
		m.error_device_proof_required_title,
		m.money_unmoved,
		m.error_device_proof_required_next
	],
	'passkey.exists': [m.error_passkey_exists_title, m.money_none, m.error_passkey_exists_next],
	'passkey.missing': [m.error_passkey_missing_title, m.money_unmoved, m.error_passkey_missing_next],
	'passkey.not_found': [m.error_passkey_not_found_title, m.money_unmoved, m.error_passkey_not_found_next],
	'session.expired': [m.error_session_expired_title, m.money_unmoved, m.error_session_expired_next],
	'session.key_required': [
		m.error_session_key_required_title,
		m.money_unmoved,
		m.error_session_key_required_next
	],
	'session.proof_invalid': [
		m.error_session_proof_invalid_title,
		m.money_unmoved,
		m.error_session_proof_invalid_next
	],
	'session.proof_outdated': [
		m.error_session_proof_outdated_title,
		m.money_unmoved,
		m.error_session_proof_outdated_next
	]
} satisfies Record<string, Words>;
