package io.github.vitlora.io;

/**
 * Names the properties by which people set what goals do: on Maven's command line, among a pom's
 * properties, or, without {@link #PREFIX}, in the plugin's configuration. Goals read them, and
 * messages name them.
 */
public final class PropertyNames {
  /** Begins every name. */
  public static final String PREFIX = "vitlora.";

  // What is run.
  public static final String SKIP = PREFIX + "skip";
  public static final String EXPERIMENT = PREFIX + "experiment";
  public static final String EXPERIMENTS = PREFIX + "experiments";
  public static final String TRIALS = PREFIX + "trials";
  public static final String SHARD = PREFIX + "shard";
  public static final String BASELINE = PREFIX + "baseline";
  public static final String TRIAL = PREFIX + "trial";
  public static final String RESULTS = PREFIX + "results";
  public static final String IMAGES = PREFIX + "images";
  public static final String ALL = PREFIX + "all";
  public static final String BENCH = PREFIX + "bench";
  public static final String BENCH_PARAMETERS = PREFIX + "benchParameters";

  // Where sources come from.
  public static final String CACHE = PREFIX + "cache";
  public static final String HUB = PREFIX + "hub";
  public static final String OFFLINE = PREFIX + "offline";
  public static final String HF_SERVER = PREFIX + "hfServer";

  // How workers compute.
  public static final String THREADS = PREFIX + "threads";
  public static final String JVM_ARGS = PREFIX + "jvmArgs";
  public static final String DEVICE = PREFIX + "device";
  public static final String LIBTORCH = PREFIX + "libtorch";
  public static final String TRIAL_TIMEOUT = PREFIX + "trialTimeout";
  public static final String CHECKPOINT_SECONDS = PREFIX + "checkpointSeconds";
  public static final String CROP_CACHE = PREFIX + "cropCache";

  // Where things go, and in which form.
  public static final String WORK = PREFIX + "work";
  public static final String REPORTS = PREFIX + "reports";
  public static final String BACKBONE = PREFIX + "backbone";
  public static final String EXPORT = PREFIX + "export";
  public static final String TORCH_SCRIPT = PREFIX + "torchScript";
  public static final String PREDICTIONS = PREFIX + "predictions";
  public static final String TOP = PREFIX + "top";
  public static final String TOLERANCE = PREFIX + "tolerance";

  // How reports are served.
  public static final String HOST = PREFIX + "host";
  public static final String PORT = PREFIX + "port";
  public static final String OPEN = PREFIX + "open";

  private PropertyNames() {}
}
