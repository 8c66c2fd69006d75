import type { OrderEvent, TimelineView } from '$lib/api';
import { m } from '$lib/paraglide/messages';
import { amountText, figureText } from '$lib/shared/format/money';

interface EventWords {
	title: string;
	detail?: string;
}

type Wording = (event: TimelineView) => EventWords;

const amountOf = ({ amount }: TimelineView) => (amount ? amountText(amount) : '');

const WORDS: Record<OrderEvent, Wording> = {
	approved: () => ({ title: m.event_approved(), detail: m.event_approved_detail() }),
	scanned: () => ({ title: m.event_scanned() }),
	startedByRule: () => ({ title: m.event_started_by_rule() }),
	captured: (event) => ({
		title: m.event_captured(),
		detail: event.amount ? m.event_captured_detail({ amount: amountOf(event) }) : undefined
	}),
	pointsGranted: ({ at, amount }) => {
		const points = amount ? figureText(amount) : '';
		return { title: at ? m.event_points({ points }) : m.event_points_expected({ points }) };
	},
	pointsPromised: ({ amount }) => ({
		title: m.event_points_promised({ points: amount ? figureText(amount) : '' }),
		detail: m.event_points_promised_detail()
	}),
	refunded: (event) => ({
		title: m.event_refunded({ amount: amountOf(event) }),
		detail: m.event_refunded_detail()
	}),
	canceled: () => ({ title: m.event_canceled(), detail: m.event_canceled_detail() }),
	declined: () => ({ title: m.event_declined(), detail: m.event_declined_detail() }),
	captureExpected: () => ({
		title: m.event_capture_expected(),
		detail: m.event_capture_expected_detail()
	})
};

/** What a timeline says about an event. */
export function eventWords(event: TimelineView): EventWords {
	return WORDS[event.event](event);
}
