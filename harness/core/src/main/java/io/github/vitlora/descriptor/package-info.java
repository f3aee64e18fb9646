/**
 * Reads experiment descriptors from XML and refuses wrong ones with their place and what is
 * allowed.
 */
@XmlSchema(
    namespace = "urn:vitlora:experiment:1",
    elementFormDefault = XmlNsForm.QUALIFIED,
    attributeFormDefault = XmlNsForm.UNQUALIFIED)
@XmlJavaTypeAdapter(type = String.class, value = CollapsedStringAdapter.class)
package io.github.vitlora.descriptor;

import jakarta.xml.bind.annotation.XmlNsForm;
import jakarta.xml.bind.annotation.XmlSchema;
import jakarta.xml.bind.annotation.adapters.CollapsedStringAdapter;
import jakarta.xml.bind.annotation.adapters.XmlJavaTypeAdapter;
