package io.github.vitlora.report.allure;

import io.qameta.allure.Extension;
import io.qameta.allure.allure2.Allure2Plugin;
import io.qameta.allure.category.CategoriesPlugin;
import io.qameta.allure.category.CategoriesTrendPlugin;
import io.qameta.allure.context.FreemarkerContext;
import io.qameta.allure.context.JacksonContext;
import io.qameta.allure.context.MarkdownContext;
import io.qameta.allure.context.RandomUidContext;
import io.qameta.allure.core.AttachmentsPlugin;
import io.qameta.allure.core.Configuration;
import io.qameta.allure.core.MarkdownDescriptionsPlugin;
import io.qameta.allure.core.Plugin;
import io.qameta.allure.core.TestsResultsPlugin;
import io.qameta.allure.duration.DurationPlugin;
import io.qameta.allure.duration.DurationTrendPlugin;
import io.qameta.allure.environment.Allure1EnvironmentPlugin;
import io.qameta.allure.executor.ExecutorPlugin;
import io.qameta.allure.history.HistoryPlugin;
import io.qameta.allure.history.HistoryTrendPlugin;
import io.qameta.allure.launch.LaunchPlugin;
import io.qameta.allure.retry.RetryPlugin;
import io.qameta.allure.retry.RetryTrendPlugin;
import io.qameta.allure.severity.SeverityPlugin;
import io.qameta.allure.status.StatusChartPlugin;
import io.qameta.allure.suites.SuitesPlugin;
import io.qameta.allure.summary.SummaryPlugin;
import io.qameta.allure.tags.TagsPlugin;
import io.qameta.allure.timeline.TimelinePlugin;
import java.util.ArrayList;
import java.util.List;

/**
 * Puts Allure's generator together from the parts that a report needs. Its bundled configuration
 * also has one that posts to an analytics service, and its page loads a tag manager unless an
 * environment variable says otherwise; neither is here, in any setting.
 */
public final class QuietConfiguration implements Configuration {

  private final String name;
  private final List<Plugin> plugins;
  private final List<Extension> extensions;

  /**
   * Puts the parts together.
   *
   * @param own what runs after Allure's parts
   * @param plugins what runs after them, and adds to the page
   */
  public QuietConfiguration(String name, List<Extension> own, List<Plugin> plugins) {
    this.name = name;
    this.plugins = List.copyOf(plugins);
    List<Extension> all =
        new ArrayList<>(
            List.of(
                new JacksonContext(),
                new MarkdownContext(),
                page(),
                new RandomUidContext(),
                new MarkdownDescriptionsPlugin(),
                new TagsPlugin(),
                new RetryPlugin(),
                new RetryTrendPlugin(),
                new SeverityPlugin(),
                new HistoryPlugin(),
                new HistoryTrendPlugin(),
                new CategoriesPlugin(),
                new CategoriesTrendPlugin(),
                new DurationPlugin(),
                new DurationTrendPlugin(),
                new StatusChartPlugin(),
                new TimelinePlugin(),
                new SuitesPlugin(),
                new TestsResultsPlugin(),
                new AttachmentsPlugin(),
                new SummaryPlugin(),
                new ExecutorPlugin(),
                new LaunchPlugin(),
                new Allure1EnvironmentPlugin(),
                new Allure2Plugin()));
    all.addAll(own);
    plugins.forEach(plugin -> all.addAll(plugin.getExtensions()));
    this.extensions = List.copyOf(all);
  }

  private static FreemarkerContext page() {
    FreemarkerContext context = new FreemarkerContext();
    context.getValue().setClassForTemplateLoading(QuietConfiguration.class, "");
    return context;
  }

  @Override
  public String getReportName() {
    return name;
  }

  @Override
  public String getReportLanguage() {
    return "en";
  }

  @Override
  public List<Plugin> getPlugins() {
    return plugins;
  }

  @Override
  public List<Extension> getExtensions() {
    return extensions;
  }
}
