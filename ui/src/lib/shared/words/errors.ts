import { m } from '$lib/paraglide/messages';
import { ACCESS_WORDS } from './accessErrors';
import { ACCOUNT_WORDS } from './accountErrors';
import { HOLDING_WORDS } from './holdingErrors';
import { PERMISSION_WORDS } from './permissionErrors';
import { SECURITY_WORDS } from './securityErrors';

type Sentence = () => string;

/** What happened, what happened to the money, what to do now. */
export type Words = readonly [title: Sentence, money: Sentence, next: Sentence];

/** The words for every code that the service or the device may answer with. */
export const ERROR_WORDS = {
	...ACCESS_WORDS,
	...ACCOUNT_WORDS,
	...HOLDING_WORDS,
	...PERMISSION_WORDS,
	...SECURITY_WORDS,
	'sign_up.name_invalid': [
		m.error_sign_up_name_invalid_title,
		m.money_none,
		m.error_sign_up_name_invalid_next
	],
	'sign_up.email_invalid': [
		m.error_sign_up_email_invalid_title,
		m.money_none,
		m.error_sign_up_email_invalid_next
	],
	'sign_up.code_wrong': [m.error_sign_up_code_wrong_title, m.money_none, m.error_sign_up_code_wrong_next],
	'sign_up.code_expired': [
		m.error_sign_up_code_expired_title,
		m.money_none,
		m.error_sign_up_code_expired_next
	],
	'sign_up.too_many_attempts': [
		m.error_sign_up_too_many_attempts_title,
		m.money_none,
		m.error_sign_up_too_many_attempts_next
	],
	'sign_up.resend_too_soon': [
		m.error_sign_up_resend_too_soon_title,
		m.money_none,
		m.error_sign_up_resend_too_soon_next
	],
	'sign_up.account_exists': [
		m.error_sign_up_account_exists_title,
		m.money_none,
		m.error_sign_up_account_exists_next
	],
	'sign_up.not_found': [m.error_sign_up_not_found_title, m.money_none, m.error_sign_up_not_found_next],
	'session.invalid': [m.error_session_invalid_title, m.money_unmoved, m.error_session_invalid_next],
	'passkey.ceremony_expired': [
		m.error_passkey_ceremony_expired_title,
		m.money_none,
		m.error_passkey_ceremony_expired_next
	],
	'passkey.refused': [m.error_passkey_refused_title, m.money_unmoved, m.error_passkey_refused_next],
	'checkout.not_found': [m.error_checkout_not_found_title, m.money_unmoved, m.error_checkout_not_found_next],
	'checkout.expired': [m.error_checkout_expired_title, m.money_unmoved, m.error_checkout_expired_next],
	'checkout.canceled': [m.error_checkout_canceled_title, m.money_unmoved, m.error_checkout_canceled_next],
	'checkout.already_approved': [
		m.error_checkout_already_approved_title,
		m.money_once,
		m.error_checkout_already_approved_next
	],
	'checkout.taken': [m.error_checkout_taken_title, m.money_unmoved, m.error_checkout_taken_next],
	'checkout.not_ready': [m.error_checkout_not_ready_title, m.money_unmoved, m.error_checkout_not_ready_next],
	'approval.proposal_expired': [
		m.error_approval_proposal_expired_title,
		m.money_unmoved,
		m.error_approval_proposal_expired_next
	],
	'approval.proposal_used': [
		m.error_approval_proposal_used_title,
		m.money_once,
		m.error_approval_proposal_used_next
	],
	'approval.terms_changed': [
		m.error_approval_terms_changed_title,
		m.money_unmoved,
		m.error_approval_terms_changed_next
	],
	'approval.assertion_refused': [
		m.error_approval_assertion_refused_title,
		m.money_unmoved,
		m.error_approval_assertion_refused_next
	],
	'approval.replayed': [m.error_approval_replayed_title, m.money_once, m.error_approval_replayed_next],
	'charge.declined': [m.error_charge_declined_title, m.money_unmoved, m.error_charge_declined_next],
	'charge.processing': [m.error_charge_processing_title, m.money_unknown, m.error_charge_processing_next],
	'order.not_found': [m.error_order_not_found_title, m.money_unmoved, m.error_order_not_found_next],
	'receipt.not_available': [
		m.error_receipt_not_available_title,
		m.money_unmoved,
		m.error_receipt_not_available_next
	],
	'store_code.malformed': [
		m.error_store_code_malformed_title,
		m.money_unmoved,
		m.error_store_code_malformed_next
	],
	'store_code.expired': [m.error_store_code_expired_title, m.money_unmoved, m.error_store_code_expired_next],
	'store_code.used': [m.error_store_code_used_title, m.money_once, m.error_store_code_used_next],
	'store_code.unknown': [m.error_store_code_unknown_title, m.money_unmoved, m.error_store_code_unknown_next],
	'store_code.insufficient': [
		m.error_store_code_insufficient_title,
		m.money_unmoved,
		m.error_store_code_insufficient_next
	],
	'processor.unavailable': [
		m.error_processor_unavailable_title,
		m.money_none,
		m.error_processor_unavailable_next
	],
	'device.service_unreachable': [
		m.error_device_service_unreachable_title,
		m.money_unsent,
		m.error_device_service_unreachable_next
	],
	'device.service_not_understood': [
		m.error_device_service_not_understood_title,
		m.money_unknown,
		m.error_device_service_not_understood_next
	],
	'device.storage_failed': [
		m.error_device_storage_failed_title,
		m.money_unmoved,
		m.error_device_storage_failed_next
	],
	'device.passkey_missing': [
		m.error_device_passkey_missing_title,
		m.money_unmoved,
		m.error_device_passkey_missing_next
	],
	'device.link_malformed': [
		m.error_device_link_malformed_title,
		m.money_unmoved,
		m.error_device_link_malformed_next
	],
	'request.invalid': [m.error_request_invalid_title, m.money_unmoved, m.error_request_invalid_next],
	'request.not_found': [m.error_request_not_found_title, m.money_unmoved, m.error_request_not_found_next],
	'request.too_many': [m.error_request_too_many_title, m.money_unmoved, m.error_request_too_many_next],
	internal: [m.error_internal_title, m.money_unknown, m.error_internal_next]
} as const satisfies Record<string, Words>;

/** The words for every reason that a card company gives. */
export const DECLINE_WORDS = {
	insufficient_funds: [
		m.decline_insufficient_funds_title,
		m.money_unmoved,
		m.decline_insufficient_funds_next
	],
	expired_card: [m.decline_expired_card_title, m.money_unmoved, m.decline_expired_card_next],
	lost_card: [m.decline_lost_card_title, m.money_unmoved, m.decline_lost_card_next],
	authentication_required: [
		m.decline_authentication_required_title,
		m.money_unmoved,
		m.decline_authentication_failed_next
	],
	payment_intent_authentication_failure: [
		m.decline_authentication_failed_title,
		m.money_unmoved,
		m.decline_authentication_failed_next
	],
	card_velocity_exceeded: [m.decline_limit_title, m.money_unmoved, m.decline_limit_next],
	withdrawal_count_limit_exceeded: [m.decline_limit_title, m.money_unmoved, m.decline_limit_next],
	generic_decline: [m.decline_generic_decline_title, m.money_unmoved, m.decline_generic_decline_next]
} as const satisfies Record<string, Words>;

export type ErrorCode = keyof typeof ERROR_WORDS;
