// The shop's side of the payment, through the official SDK as it comes from the registry.
import { randomBytes } from 'node:crypto';
import sdk from '@amazonpay/amazon-pay-api-sdk-nodejs';
import { orderTotal } from './basket.mjs';

export const STORE_NAME = '山ねこ珈琲';

/** The wallet refused, or could not be asked. `reasonCode` is Amazon Pay's, or `Unreachable`. */
export class WalletError extends Error {
  constructor(status, reasonCode, message, options) {
    super(message, options);
    this.status = status;
    this.reasonCode = reasonCode;
  }
}

const yen = (amount) => ({ amount: String(amount), currencyCode: 'JPY' });

// 32 hexadecimal digits: an idempotency key has at most 32 characters.
export const newKey = () => randomBytes(16).toString('hex');

/**
 * @param {{tlsHost: string, publicKeyId: string, storeId: string, privateKey: string}} settings
 */
export function createWallet(settings) {
  // `overrideServiceUrl` makes the SDK accept any certificate, for this whole process
  // (NODE_TLS_REJECT_UNAUTHORIZED=0). Good for a sandbox with a certificate of its own; a shop that
  // takes real money leaves it out.
  const client = new sdk.WebStoreClient({
    publicKeyId: settings.publicKeyId,
    privateKey: settings.privateKey,
    region: 'jp',
    algorithm: 'AMZN-PAY-RSASSA-PSS-V2',
    overrideServiceUrl: settings.tlsHost,
  });

  return {
    /** Makes the CheckoutSession of an order; answers with its id and where to send the shopper. */
    async openCheckout(order, returnUrls) {
      const request = checkoutRequest(order, settings.storeId, returnUrls);
      const session = await ask(() =>
        client.createCheckoutSession(request, { 'x-amz-pay-idempotency-key': order.key }),
      );
      return { id: session.checkoutSessionId, address: session.webCheckoutDetails.amazonPayRedirectUrl };
    },

    /** @returns {Promise<object>} the CheckoutSession as the wallet has it now */
    readCheckout: (id) => ask(() => client.getCheckoutSession(id)),

    /** Takes the money. A session that is completed already answers `InvalidCheckoutSessionStatus`. */
    completeCheckout: (id, chargeAmount) => ask(() => client.completeCheckoutSession(id, { chargeAmount })),

    /** Charges a subscription once more, as its shopper agreed to. The key makes two clicks one charge. */
    chargeAgain: (chargePermissionId, total, number, key) =>
      ask(() =>
        client.createCharge(
          {
            chargePermissionId,
            chargeAmount: yen(total),
            captureNow: true,
            merchantMetadata: { merchantReferenceId: number, noteToBuyer: '定期便をお届けします。' },
          },
          { 'x-amz-pay-idempotency-key': key },
        ),
      ),

    /** Gives back all of a charge. The key is the order's, so that two clicks are one refund. */
    refund: (chargeId, total, key) =>
      ask(() =>
        client.createRefund({ chargeId, refundAmount: yen(total) }, { 'x-amz-pay-idempotency-key': key }),
      ),
  };
}

// The Swedish way of writing a date is year-month-day; the shop's day is Japan's.
const DAY = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Asia/Tokyo' });

/** A new order: its number, its lines and the keys that make repeated requests harmless. `repeats`: every month. */
export function newOrder(lines, now, repeats = false) {
  const day = DAY.format(now).replaceAll('-', '');
  return {
    number: `YN-${day}-${randomBytes(3).toString('hex').toUpperCase()}`,
    lines,
    total: orderTotal(lines),
    repeats,
    key: newKey(),
    refundKey: newKey(),
    placedAt: now,
  };
}

/** The body of createCheckoutSession. */
export function checkoutRequest(order, storeId, returnUrls) {
  const lineItems = order.lines.map(({ name, quantity, price, taxRate }) => ({
    name,
    quantity,
    unitPrice: String(price),
    taxRate,
  }));
  return {
    webCheckoutDetails: {
      checkoutReviewReturnUrl: returnUrls.result,
      checkoutResultReturnUrl: returnUrls.result,
      checkoutCancelUrl: returnUrls.cancel,
    },
    storeId,
    ...(order.repeats && {
      chargePermissionType: 'Recurring',
      recurringMetadata: { frequency: { unit: 'Month', value: '1' }, amount: yen(order.total) },
    }),
    paymentDetails: { paymentIntent: 'AuthorizeWithCapture', chargeAmount: yen(order.total) },
    merchantMetadata: {
      merchantReferenceId: order.number,
      merchantStoreName: STORE_NAME,
      noteToBuyer: 'ご注文ありがとうございます。焙煎した翌日に発送します。',
    },
    supplementaryData: JSON.stringify({ lineItems }),
  };
}

async function ask(call) {
  try {
    return (await call()).data;
  } catch (error) {
    const { status, data } = error.response ?? {};
    if (!status) throw new WalletError(502, 'Unreachable', error.message, { cause: error });
    throw new WalletError(status, data?.reasonCode ?? 'Unknown', data?.message ?? error.message, {
      cause: error,
    });
  }
}
