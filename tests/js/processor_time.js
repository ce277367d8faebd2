/**
 * How long the processor works, in milliseconds: a machine that is busy with something else adds nothing.
 * @param {() => void} work
 */
export function processorMs(work) {
  const begun = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(begun);
  return (user + system) / 1000;
}
