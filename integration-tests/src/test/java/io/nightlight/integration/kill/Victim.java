package io.nightlight.integration.kill;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/** Who can be killed. */
enum Victim {
  TASK_MANAGER,
  BROKER,
  JOB_MANAGER;

  /** So many, each as often as the others, in an order left to chance. */
  static List<Victim> draw(int count, Random random) {
    List<Victim> victims = new ArrayList<>();
    while (victims.size() < count) {
      List<Victim> each = new ArrayList<>(List.of(values()));
      Collections.shuffle(each, random);
      victims.addAll(each.subList(0, Math.min(each.size(), count - victims.size())));
    }
    return victims;
  }
}
