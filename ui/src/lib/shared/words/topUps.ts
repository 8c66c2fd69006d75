import type { StoreChain, TopUpMethod, TopUpState, TopUpView } from '$lib/api';
import { m } from '$lib/paraglide/messages';
import { DECLINE_WORDS, declineWords, refusalWords, type RefusalWords } from '.';

const TITLES: Record<TopUpMethod, () => string> = {
	slip: m.topup_by_slip,
	bankTransfer: m.topup_by_bank,
	card: m.topup_by_card
};

/** コンビニでチャージ. */
export function topUpTitle(method: TopUpMethod): string {
	return TITLES[method]();
}

const CHAINS: Record<StoreChain, () => string> = {
	sevenEleven: m.topup_chain_sevenEleven,
	lawson: m.topup_chain_lawson,
	familyMart: m.topup_chain_familyMart,
	ministop: m.topup_chain_ministop,
	seicomart: m.topup_chain_seicomart
};

/** The chain as it writes itself. */
export function chainName(chain: StoreChain): string {
	return CHAINS[chain]();
}

const STATES: Record<TopUpState, () => string> = {
	initiated: m.topup_state_initiated,
	pending: m.topup_state_pending,
	settled: m.topup_state_settled,
	canceled: m.topup_state_canceled,
	expired: m.topup_state_expired,
	failed: m.topup_state_failed
};

/** Where a top-up stands. */
export function topUpState({ state, method }: TopUpView): string {
	if (state === 'initiated' && method !== 'card') return m.topup_state_preparing();
	return STATES[state]();
}

/** The colour of where it stands: only what waits for the shopper is in the accent. */
export function topUpTone({ state }: TopUpView): 'plain' | 'positive' | 'danger' | 'accent' {
	if (state === 'settled') return 'positive';
	if (state === 'failed') return 'danger';
	return state === 'initiated' || state === 'pending' ? 'accent' : 'plain';
}

/** Until when it can be paid, where somebody still has to. */
export function topUpDueAt(topUp: TopUpView): string | null {
	return topUp.slip?.dueAt ?? topUp.bankTransfer?.dueAt ?? null;
}

/** Why a top-up came to nothing: a card's refusal reads otherwise here than where it is linked. */
export function topUpFailure(code: string): RefusalWords {
	const reason = code === 'card.declined' || code === 'charge.declined' ? 'generic_decline' : code;
	return reason in DECLINE_WORDS ? declineWords(reason) : refusalWords({ code, message: '' });
}

/** Not spendable yet, and may still arrive. */
export function topUpWaits({ state }: TopUpView): boolean {
	return state === 'pending' || state === 'initiated';
}
