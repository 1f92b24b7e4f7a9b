/**
 * The known pitfalls of outage detection, each as a recording through the whole topology. A test is
 * named after its pitfall; what can be shown at a lower level is shown there, too.
 */
@NullMarked
package io.nightlight.integration.pitfalls;

import org.jspecify.annotations.NullMarked;
