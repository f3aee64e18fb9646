/**
 * Gives the goals what Maven has for them: settings, proxies, mirrors, credentials, and artifacts.
 */
package io.github.vitlora.plugin.maven;
