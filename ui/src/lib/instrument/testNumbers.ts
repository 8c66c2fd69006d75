import { m } from '$lib/paraglide/messages';

/** The numbers that the sandbox's processor knows, each with what comes of it. */
export const TEST_NUMBERS = [
	{ number: '4242424242424242', outcome: m.test_card_approves },
	{ number: '4000056655665556', outcome: m.test_card_debit },
	{ number: '5105105105105100', outcome: m.test_card_prepaid },
	{ number: '4000002760003184', outcome: m.test_card_bank },
	{ number: '4000000000000002', outcome: m.test_card_declined },
	{ number: '4000000000000069', outcome: m.test_card_expired },
	{ number: '4000000000000341', outcome: m.test_card_declined_later },
	{ number: '4000000000009995', outcome: m.test_card_funds },
	{ number: '4000000000008708', outcome: m.test_card_limit },
	{ number: '4000000000009987', outcome: m.test_card_lost },
	{ number: '4000000000008716', outcome: m.test_card_down },
	{ number: '4000000000008724', outcome: m.test_card_slow },
	{ number: '4000000000008732', outcome: m.test_card_answer }
];
