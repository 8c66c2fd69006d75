import { beforeEach, describe, expect, it, vi } from 'vitest';
import { api, type CardView } from '$lib/api';
import { AddCard } from './addCard.svelte';
import { brandOf, expiryOf, grouped, groupedExpiry, passesLuhn } from './cardNumber';
import { readable, Redeem } from './redeem.svelte';

vi.mock('$lib/api', async (original) => ({
	...(await original<typeof import('$lib/api')>()),
	api: { linkCard: vi.fn(), confirmCard: vi.fn(), redeemGift: vi.fn() }
}));

beforeEach(() => vi.resetAllMocks());

describe('a card number', () => {
	it.each([
		['4242424242424242', 'visa'],
		['5555555555554444', 'mastercard'],
		['2720990000000007', 'mastercard'],
		['3566002020360505', 'jcb'],
		['378282246310005', 'amex'],
		['30569309025904', 'diners'],
		['6011111111111117', 'discover']
	])('%s is of %s and passes', (number, brand) => {
		expect(brandOf(number)).toBe(brand);
		expect(passesLuhn(number)).toBe(true);
	});

	it('with one digit wrong does not pass', () => {
		expect(passesLuhn('4242424242424241')).toBe(false);
	});

	it('is grouped as on the card', () => {
		expect(grouped('4242424242424242')).toBe('4242 4242 4242 4242');
		expect(grouped('378282246310005')).toBe('3782 822463 10005');
		expect(grouped('42424')).toBe('4242 4');
	});
});

describe('an expiry', () => {
	it('is spelled out while it is typed', () => {
		expect(['8', '08', '0828', '０８２８'].map(groupedExpiry)).toEqual(['08', '08', '08 / 28', '08 / 28']);
	});

	it('is a month of a year', () => {
		expect(expiryOf('08 / 28')).toEqual({ month: 8, year: 2028 });
		expect([expiryOf('13 / 28'), expiryOf('00 / 28'), expiryOf('08')]).toEqual([null, null, null]);
	});
});

describe('the form for a card', () => {
	function filled() {
		const form = new AddCard();
		form.typeNumber('4242 4242 4242 4242');
		form.typeExpiry('1229');
		form.typeCvc('123');
		return form;
	}

	it('sends the bare digits and forgets them', async () => {
		const card = { cardId: 'c' } as CardView;
		vi.mocked(api.linkCard).mockResolvedValue({ kind: 'linked', card });
		const form = filled();
		await form.submit();
		expect(api.linkCard).toHaveBeenCalledWith({
			number: '4242424242424242',
			expiryMonth: 12,
			expiryYear: 2029,
			cvc: '123'
		});
		expect([form.number, form.cvc, form.linked]).toEqual(['', '', card]);
	});

	it('does not send a number whose check digit is wrong', async () => {
		const form = filled();
		form.typeNumber('4242424242424241');
		expect(form.numberLooksWrong).toBe(true);
		await form.submit();
		expect(api.linkCard).not.toHaveBeenCalled();
		expect(form.linking.error?.code).toBe('card.number_invalid');
	});

	it('keeps what was typed when the card is refused', async () => {
		vi.mocked(api.linkCard).mockRejectedValue({ code: 'card.declined', message: '' });
		const form = filled();
		await form.submit();
		expect(form.linking.error?.code).toBe('card.declined');
		expect(form.number).toBe('4242 4242 4242 4242');
	});
});

describe('a card whose bank asks', () => {
	it('says so while the bank has no answer, and goes on waiting', async () => {
		vi.mocked(api.confirmCard).mockResolvedValue({ kind: 'bank', confirmationId: 'again' });
		const form = new AddCard();
		form.confirmationId = 'first';
		await form.confirm();
		expect(form.confirming.error?.code).toBe('card.action_required');
		expect(form.confirmationId).toBe('again');
	});
});

describe('a gift code', () => {
	it('is made readable however it is pasted', () => {
		expect(readable(' abcd efgh-jklm　ｎｐｑｒ ')).toBe('ABCD-EFGH-JKLM-NPQR');
	});

	it('lets the hyphen be deleted', () => {
		const form = new Redeem();
		form.type('ABCDE');
		form.type('ABCD-');
		expect(form.code).toBe('ABCD-');
	});
});
