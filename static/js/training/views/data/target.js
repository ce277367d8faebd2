// What the network is to learn, in a sentence: the inputs, the target, the samples, and how many steps an epoch has.
/** @import { Context, TrainScreen } from "../../types.js" */
import { element, setText } from "../../../draw/dom.js";
import { isEmpty, shapeOf } from "../../data/fitting.js";

/** @param {Context} context */
export function targetSentence(context) {
  const { catalog, t } = context;
  const target = element("p", { class: "hint" });
  const samples = element("p", { class: "hint" });
  return {
    root: element("section", { "aria-label": t("training.target") }, target, samples),
    /** @param {TrainScreen} screen */
    update({ state: { request }, run }) {
      const { inputs, classes } = shapeOf(request, catalog);
      setText(
        target,
        classes === null
          ? t("training.target_number", { inputs })
          : classes === 2
            ? t("training.target_two", { inputs })
            : t("training.target_classes", { inputs, classes }),
      );
      const { data: shown } = run.header;
      const train = shown.inputs?.length ?? 0;
      samples.hidden = isEmpty(request);
      setText(
        samples,
        t("training.samples_shared", {
          train,
          test: shown.test_inputs?.length ?? 0,
          steps: run.header.batches_per_epoch,
          batch: Math.min(request.batch_size, train),
        }),
      );
    },
  };
}
