import type { PinRequest } from '$lib/api';
import { m } from '$lib/paraglide/messages';
import { givenName } from '$lib/shared/words/people';
import type { Phase } from './question.svelte';

/** What the window asks, and what follows from the answer. */
export function questionWords(request: PinRequest, phase: Phase): { title: string; lead: string } {
	switch (request.purpose.kind) {
		case 'createPasskey':
			return phase === 'repeat' || phase === 'busy'
				? { title: m.signup_pin_again_title(), lead: m.signup_pin_again_lead() }
				: { title: m.signup_pin_title(), lead: m.signup_pin_lead() };
		case 'changePin':
			if (phase === 'enter') return { title: m.pin_change_title(), lead: m.pin_change_lead() };
			return phase === 'choose'
				? { title: m.pin_change_new(), lead: m.signup_pin_lead() }
				: { title: m.signup_pin_again_title(), lead: m.pin_change_again() };
		case 'chooseMark':
			return phase === 'mark'
				? { title: m.mark_title(), lead: m.mark_lead() }
				: { title: m.mark_pin_title(), lead: m.mark_pin_lead() };
		case 'storeCode':
			return { title: m.pin_code_title(), lead: m.pin_code_lead() };
		case 'signIn':
		case 'unlock':
			return {
				title: m.signin_title({ name: givenName(request.shopperName ?? '') }),
				lead: m.signin_lead()
			};
		case 'confirmJoin':
			return {
				title: m.pin_join_title({ device: request.join?.deviceName ?? '' }),
				lead: m.pin_join_lead()
			};
	}
}

/** While the core does it. */
export function busyWords(request: PinRequest): string {
	switch (request.purpose.kind) {
		case 'createPasskey':
			return m.signup_passkey_busy();
		case 'changePin':
			return m.pin_change_busy();
		case 'chooseMark':
			return m.mark_busy();
		case 'storeCode':
			return m.store_making();
		case 'signIn':
		case 'unlock':
			return m.signin_busy();
		case 'confirmJoin':
			return m.pin_join_busy();
	}
}
