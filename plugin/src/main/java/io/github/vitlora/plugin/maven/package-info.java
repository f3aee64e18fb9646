/** What Maven lends the goals: settings, proxies, mirrors, credentials, and artifacts. */
package io.github.vitlora.plugin.maven;
