import { describe, expect, it } from 'vitest';
import { language } from '../language.svelte';
import { DECLINE_WORDS, declineWords, ERROR_WORDS, refusalWords } from '.';

/** Every code that the service and the device answer with. */
const CODES = `
sign_up.name_invalid sign_up.email_invalid sign_up.code_wrong sign_up.code_expired sign_up.too_many_attempts
sign_up.resend_too_soon sign_up.account_exists sign_up.not_found
session.invalid passkey.ceremony_expired passkey.refused
card.number_invalid card.expiry_invalid card.cvc_invalid card.declined card.expired card.not_found
card.already_linked
gift.code_malformed gift.code_unknown gift.code_used gift.code_expired gift.too_many_attempts
checkout.not_found checkout.expired checkout.canceled checkout.already_approved checkout.taken checkout.not_ready
funding.insufficient funding.card_required
approval.proposal_expired approval.proposal_used approval.terms_changed approval.assertion_refused
approval.replayed approval.pin_wrong approval.pin_locked approval.pin_wiped
charge.declined charge.processing order.not_found receipt.not_available
store_code.malformed store_code.expired store_code.used store_code.unknown store_code.insufficient
top_up.too_small top_up.limit_transaction top_up.limit_day top_up.limit_month top_up.limit_balance top_up.not_found top_up.not_cancelable gift.not_found gift.not_cancelable gift.resend_too_soon gift.code_canceled gift.code_replaced gift.paste_no_code gift.picture_too_large gift.picture_unreadable gift.picture_no_code gift.picture_other_code card.in_use card.action_required
top_up.currency_unsupported top_up.chain_unavailable gift.amount_invalid gift.date_invalid gift.email_invalid gift.recipient_invalid gift.message_invalid gift.already_redeemed gift.expired gift.not_paid gift.not_sent card.authentication_required funding.card_excluded funding.order_invalid automatic.trigger_missing automatic.below_invalid automatic.day_invalid
device.keyring_locked device.keyring_missing device.keyring_timeout device.service_unreachable processor.unavailable
device.service_not_understood device.storage_failed device.passkey_missing device.link_malformed
request.invalid request.too_many internal`
	.trim()
	.split(/\s+/);

const JAPANESE = /[ぁ-んァ-ヶ一-龠]/;

describe.each(['ja', 'en'] as const)('refusals in %s', (chosen) => {
	it.each(CODES)('%s says what happened, what happened to the money, and what to do', (code) => {
		language.show(chosen);
		expect(Object.keys(ERROR_WORDS)).toContain(code);
		const { title, money, next } = refusalWords({ code, message: '' });
		for (const sentence of [title, money, next]) {
			expect(sentence).not.toMatch(/^(error_|money_)|^$/);
			expect(JAPANESE.test(sentence)).toBe(chosen === 'ja');
		}
	});

	it.each(Object.keys(DECLINE_WORDS))('a card that refuses with %s', (reason) => {
		language.show(chosen);
		const { title, next } = declineWords(reason);
		for (const sentence of [title, next]) expect(JAPANESE.test(sentence)).toBe(chosen === 'ja');
	});
});

describe('refusals', () => {
	it('knows no code that nobody sends', () => {
		expect(Object.keys(ERROR_WORDS).sort()).toEqual([...CODES].sort());
	});

	it('says how often may still be tried', () => {
		language.show('ja');
		expect(refusalWords({ code: 'sign_up.code_wrong', message: '', triesLeft: 4 }).next).toContain('4');
	});

	it('says when to try again, in Japan', () => {
		language.show('ja');
		const retryAt = '2026-11-23T09:40:00Z';
		expect(refusalWords({ code: 'approval.pin_locked', message: '', retryAt }).next).toContain('18:40');
	});

	it('reads a code that is not known as internal and keeps it for support', () => {
		const words = refusalWords({ code: 'brand.new', message: '' });
		expect(words.title).toBe(refusalWords({ code: 'internal', message: '' }).title);
		expect(words.code).toBe('brand.new');
	});

	it('reads an unknown reason of a card as a plain refusal', () => {
		expect(declineWords('do_not_honor').title).toBe(declineWords('generic_decline').title);
	});
});
