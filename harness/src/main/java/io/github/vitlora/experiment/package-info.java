/**
 * What is to be run: an experiment descriptor and the trials it stands for, as immutable records.
 *
 * <p>Nothing here trains, downloads or loads a native library.
 */
@XmlSchema(
    namespace = "urn:vitlora:experiment:1",
    elementFormDefault = XmlNsForm.QUALIFIED,
    attributeFormDefault = XmlNsForm.UNQUALIFIED)
@XmlJavaTypeAdapter(type = String.class, value = CollapsedStringAdapter.class)
package io.github.vitlora.experiment;

import jakarta.xml.bind.annotation.XmlNsForm;
import jakarta.xml.bind.annotation.XmlSchema;
import jakarta.xml.bind.annotation.adapters.CollapsedStringAdapter;
import jakarta.xml.bind.annotation.adapters.XmlJavaTypeAdapter;
