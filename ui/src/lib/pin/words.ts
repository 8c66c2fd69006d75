import type { DevicePolicyView, PinRequest } from '$lib/api';
import { m } from '$lib/paraglide/messages';
import { amountText } from '$lib/shared/format/money';
import { limitsText } from '$lib/shared/words/permissions';
import { lockText } from '$lib/shared/words/times';
import { givenName } from '$lib/shared/words/people';
import type { Phase } from './question.svelte';

/** What is asked less of the device, each with before and after, as the core has read it. */
function loosened({ purpose, device }: PinRequest): string[] {
	const next = purpose.kind === 'loosenDevice' ? purpose.change.policy : null;
	if (!next || !device) return [];
	const { policy } = device;
	const from = (view: DevicePolicyView) => Number(view.secondFactorFrom?.amount ?? Infinity);
	const second = (view: DevicePolicyView) =>
		view.secondFactorFrom ? amountText(view.secondFactorFrom) : m.device_second_never();
	return [
		...(next.lockAfterSeconds > policy.lockAfterSeconds
			? [
					m.pin_loosen_lock({
						before: lockText(policy.lockAfterSeconds),
						after: lockText(next.lockAfterSeconds)
					})
				]
			: []),
		...(next.storeCodesUnverified && !policy.storeCodesUnverified ? [m.pin_loosen_codes()] : []),
		...(from(next) > from(policy)
			? [m.pin_loosen_second({ before: second(policy), after: second(next) })]
			: [])
	];
}

/** The limits before and after, as the core has read them. */
function raised({ purpose, permission }: PinRequest): string {
	if (purpose.kind !== 'raisePermission' || !permission) return '';
	const { each, month } = permission.terms;
	const next = {
		...permission.terms,
		each: purpose.change.each ?? each,
		month: purpose.change.month ?? month
	};
	return m.pin_raise_lead({ before: limitsText(permission.terms), after: limitsText(next) });
}

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
		case 'loosenDevice':
			return {
				title: m.pin_loosen_title({ device: request.device?.name ?? '' }),
				lead: loosened(request).join(m.pin_loosen_and())
			};
		case 'setUpTotp':
			return { title: m.totp_pin_title(), lead: m.totp_pin_lead() };
		case 'removeTotp':
			return { title: m.totp_remove_title(), lead: m.totp_remove_lead() };
		case 'renewRecoveryCodes':
			return { title: m.codes_pin_title(), lead: m.codes_pin_lead() };
		case 'raisePermission':
			return {
				title: m.pin_raise_title({ shop: request.permission?.merchant.name ?? '' }),
				lead: raised(request)
			};
		case 'turnOnFingerprint':
			return { title: m.pin_finger_title(), lead: m.pin_finger_lead() };
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
		case 'changeEmail':
			return { title: m.pin_email_title(), lead: m.pin_email_lead({ email: request.purpose.email }) };
		case 'addPasskey':
			return { title: m.pin_passkey_title(), lead: m.pin_passkey_lead() };
		case 'removePasskey':
			return {
				title: m.pin_passkey_remove_title({ name: request.passkey?.name ?? '' }),
				lead: m.pin_passkey_remove_lead()
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
		case 'loosenDevice':
			return m.pin_loosen_busy();
		case 'setUpTotp':
		case 'removeTotp':
		case 'renewRecoveryCodes':
			return m.factor_busy();
		case 'raisePermission':
			return m.pin_loosen_busy();
		case 'turnOnFingerprint':
			return m.pin_finger_busy();
		case 'chooseMark':
			return m.mark_busy();
		case 'storeCode':
			return m.store_making();
		case 'signIn':
		case 'unlock':
			return m.signin_busy();
		case 'confirmJoin':
			return m.pin_join_busy();
		case 'changeEmail':
			return m.pin_email_busy();
		case 'addPasskey':
			return m.pin_passkey_busy();
		case 'removePasskey':
			return m.pin_passkey_remove_busy();
	}
}
