package io.nightlight.badhouse.domain.net;

import com.fasterxml.jackson.core.JsonFactory;
import io.nightlight.badhouse.domain.outage.Verdict;
import java.nio.file.Path;
import org.apache.kafka.common.TopicPartition;

/** Looks up to outage, touches files, JSON and Kafka. */
public record NounWithAnOpinion(
    Verdict verdict, Path file, JsonFactory json, TopicPartition partition) {}
