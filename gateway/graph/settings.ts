/**
 * ApolloGateway exports usage metrics to its vendor unless this variable is set when it is constructed; it offers no option for it.
 * Called before the base gateway is made, so that no import order matters.
 */
export function silenceVendorTelemetry(): void {
  process.env.APOLLO_TELEMETRY_DISABLED = '1';
}
