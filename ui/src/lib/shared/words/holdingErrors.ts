import { m } from '$lib/paraglide/messages';
import type { Words } from './errors';

/** The words for the codes about cards, gifts, top-ups and what pays. */
export const HOLDING_WORDS = {
	'card.number_invalid': [m.error_card_number_invalid_title, m.money_none, m.error_card_number_invalid_next],
	'card.expiry_invalid': [m.error_card_expiry_invalid_title, m.money_none, m.error_card_expiry_invalid_next],
	'card.cvc_invalid': [m.error_card_cvc_invalid_title, m.money_none, m.error_card_cvc_invalid_next],
	'card.declined': [m.error_card_declined_title, m.money_none, m.error_card_declined_next],
	'card.expired': [m.error_card_expired_title, m.money_none, m.error_card_expired_next],
	'card.not_found': [m.error_card_not_found_title, m.money_none, m.error_card_not_found_next],
	'card.already_linked': [m.error_card_already_linked_title, m.money_none, m.error_card_already_linked_next],
	'gift.code_malformed': [m.error_gift_code_malformed_title, m.money_none, m.error_gift_code_malformed_next],
	'gift.code_unknown': [m.error_gift_code_unknown_title, m.money_none, m.error_gift_code_unknown_next],
	'gift.code_used': [m.error_gift_code_used_title, m.money_none, m.error_gift_code_used_next],
	'gift.code_expired': [m.error_gift_code_expired_title, m.money_none, m.error_gift_code_expired_next],
	'gift.too_many_attempts': [
		m.error_gift_too_many_attempts_title,
		m.money_none,
		m.error_gift_too_many_attempts_next
	],
	'funding.insufficient': [
		m.error_funding_insufficient_title,
		m.money_unmoved,
		m.error_funding_insufficient_next
	],
	'funding.card_required': [
		m.error_funding_card_required_title,
		m.money_unmoved,
		m.error_funding_card_required_next
	],
	'top_up.too_small': [m.error_top_up_too_small_title, m.money_unmoved, m.error_top_up_too_small_next],
	'top_up.limit_transaction': [
		m.error_top_up_limit_transaction_title,
		m.money_unmoved,
		m.error_top_up_limit_transaction_next
	],
	'top_up.limit_day': [m.error_top_up_limit_day_title, m.money_unmoved, m.error_top_up_limit_day_next],
	'top_up.limit_month': [m.error_top_up_limit_month_title, m.money_unmoved, m.error_top_up_limit_month_next],
	'top_up.limit_balance': [
		m.error_top_up_limit_balance_title,
		m.money_unmoved,
		m.error_top_up_limit_balance_next
	],
	'top_up.not_found': [m.error_top_up_not_found_title, m.money_unmoved, m.error_top_up_not_found_next],
	'top_up.status_invalid': [
		m.error_top_up_status_invalid_title,
		m.money_unmoved,
		m.error_top_up_status_invalid_next
	],
	'top_up.sum_differs': [m.error_top_up_sum_differs_title, m.money_kept, m.error_top_up_sum_differs_next],
	'gift.not_found': [m.error_gift_not_found_title, m.money_unmoved, m.error_gift_not_found_next],
	'gift.resend_too_soon': [
		m.error_gift_resend_too_soon_title,
		m.money_unmoved,
		m.error_gift_resend_too_soon_next
	],
	'gift.code_canceled': [m.error_gift_code_canceled_title, m.money_none, m.error_gift_code_canceled_next],
	'gift.code_replaced': [m.error_gift_code_replaced_title, m.money_none, m.error_gift_code_replaced_next],
	'gift.paste_no_code': [m.error_gift_paste_no_code_title, m.money_none, m.error_gift_paste_no_code_next],
	'gift.picture_too_large': [
		m.error_gift_picture_too_large_title,
		m.money_none,
		m.error_gift_picture_too_large_next
	],
	'gift.picture_unreadable': [
		m.error_gift_picture_unreadable_title,
		m.money_none,
		m.error_gift_picture_unreadable_next
	],
	'gift.picture_no_code': [
		m.error_gift_picture_no_code_title,
		m.money_none,
		m.error_gift_picture_no_code_next
	],
	'gift.picture_other_code': [
		m.error_gift_picture_other_code_title,
		m.money_none,
		m.error_gift_picture_other_code_next
	],
	'card.in_use': [m.error_card_in_use_title, m.money_unmoved, m.error_card_in_use_next],
	'card.action_required': [
		m.error_card_action_required_title,
		m.money_none,
		m.error_card_action_required_next
	],
	'top_up.currency_unsupported': [
		m.error_top_up_currency_unsupported_title,
		m.money_unmoved,
		m.error_top_up_currency_unsupported_next
	],
	'top_up.chain_unavailable': [
		m.error_top_up_chain_unavailable_title,
		m.money_unmoved,
		m.error_top_up_chain_unavailable_next
	],
	'gift.amount_invalid': [
		m.error_gift_amount_invalid_title,
		m.money_unmoved,
		m.error_gift_amount_invalid_next
	],
	'gift.date_invalid': [m.error_gift_date_invalid_title, m.money_unmoved, m.error_gift_date_invalid_next],
	'gift.email_invalid': [m.error_gift_email_invalid_title, m.money_unmoved, m.error_gift_email_invalid_next],
	'gift.recipient_invalid': [
		m.error_gift_recipient_invalid_title,
		m.money_unmoved,
		m.error_gift_recipient_invalid_next
	],
	'gift.message_invalid': [
		m.error_gift_message_invalid_title,
		m.money_unmoved,
		m.error_gift_message_invalid_next
	],
	'gift.already_redeemed': [
		m.error_gift_already_redeemed_title,
		m.money_unmoved,
		m.error_gift_already_redeemed_next
	],
	'gift.expired': [m.error_gift_expired_title, m.money_unmoved, m.error_gift_expired_next],
	'gift.not_paid': [m.error_gift_not_paid_title, m.money_unmoved, m.error_gift_not_paid_next],
	'gift.not_sent': [m.error_gift_not_sent_title, m.money_unmoved, m.error_gift_not_sent_next],
	'card.authentication_required': [
		m.error_card_authentication_required_title,
		m.money_unmoved,
		m.error_card_authentication_required_next
	],
	'card.authentication_failed': [
		m.error_card_authentication_failed_title,
		m.money_none,
		m.error_card_authentication_failed_next
	],
	'card.nickname_invalid': [
		m.error_card_nickname_invalid_title,
		m.money_none,
		m.error_card_nickname_invalid_next
	],
	'card.order_invalid': [m.error_card_order_invalid_title, m.money_none, m.error_card_order_invalid_next],
	'funding.card_excluded': [
		m.error_funding_card_excluded_title,
		m.money_unmoved,
		m.error_funding_card_excluded_next
	],
	'funding.order_invalid': [
		m.error_funding_order_invalid_title,
		m.money_unmoved,
		m.error_funding_order_invalid_next
	],
	'automatic.trigger_missing': [
		m.error_automatic_trigger_missing_title,
		m.money_unmoved,
		m.error_automatic_trigger_missing_next
	],
	'automatic.below_invalid': [
		m.error_automatic_below_invalid_title,
		m.money_unmoved,
		m.error_automatic_below_invalid_next
	],
	'automatic.day_invalid': [
		m.error_automatic_day_invalid_title,
		m.money_unmoved,
		m.error_automatic_day_invalid_next
	]
} as const satisfies Record<string, Words>;
