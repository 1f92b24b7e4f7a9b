package io.nightlight.wire.atlas;

import java.util.List;

/**
 * Results as the firmware of each generation writes them: the fields of the public documentation
 * ("Measurement Result Format", atlas.ripe.net/docs, versions 1, 4400, 4460, 4540, 4570, 4610, 4750
 * and 5000) with values made up here. All are of probe 6012, at one time, of three packets to one
 * address: answered, unanswered, answered.
 */
public final class AtlasText {
  /** The time of all of them: 2014-12-22T16:15:00Z. */
  public static final long TIMESTAMP = 1_419_264_900;

  public static final String ADDRESS = "175.45.176.71";

  static final String FIRMWARE_1 =
      """
      {"addr":"175.45.176.71","avg":81.25,"dup":0,"from":"192.0.2.83","fw":1,"max":82.1,"min":80.4,\
      "msm_id":1000192,"name":"175.45.176.71","prb_id":6012,"rcvd":2,"sent":3,"size":56,\
      "timestamp":1419264900}""";

  /** Numbers as texts: firmware before it had a number wrote them so. */
  static final String FIRMWARE_0 =
      """
      {"avg":"81.25","dst_addr":"175.45.176.71","dup":"0","fw":0,"max":"82.1","min":"80.4",\
      "msm_id":1000192,"prb_id":6012,"rcvd":"2","sent":"3","src_addr":"192.0.2.83",\
      "timestamp":1419264900,"type":"ping"}""";

  static final String FIRMWARE_4400 =
      """
      {"addr":"175.45.176.71","avg":81.25,"dup":0,"from":"192.0.2.83","fw":4430,"max":82.1,\
      "min":80.4,"msm_id":1000192,"name":"175.45.176.71","pf":4,"prb_id":6012,"proto":"ICMP",\
      "rcvd":2,"result":[{"rtt":82.1},{"x":"*"},{"rtt":80.4}],"sent":3,"size":20,\
      "srcaddr":"192.168.3.8","timestamp":1419264900,"ttl":46,"type":"ping"}""";

  static final String FIRMWARE_4460 =
      """
      {"addr":"175.45.176.71","af":4,"avg":81.25,"dst_addr":"175.45.176.71",\
      "dst_name":"175.45.176.71","dup":0,"from":"192.0.2.83","fw":4480,"max":82.1,"min":80.4,\
      "msm_id":1000192,"name":"175.45.176.71","prb_id":6012,"proto":"ICMP","rcvd":2,\
      "result":[{"rtt":82.1},{"x":"*"},{"rtt":80.4}],"sent":3,"size":20,"src_addr":"192.168.3.8",\
      "timestamp":1419264900,"ttl":46,"type":"ping"}""";

  static final String FIRMWARE_4540 =
      """
      {"af":4,"avg":81.25,"dst_addr":"175.45.176.71","dst_name":"175.45.176.71","dup":0,\
      "from":"192.0.2.83","fw":4550,"lts":365,"max":82.1,"min":80.4,"msm_id":1000192,\
      "msm_name":"Ping","prb_id":6012,"proto":"ICMP","rcvd":2,\
      "result":[{"rtt":82.1,"srcaddr":"192.168.1.229"},{"srcaddr":"192.168.1.229","x":"*"},\
      {"rtt":80.4,"ttl":54}],"sent":3,"size":20,"src_addr":"192.168.1.229","step":360,\
      "timestamp":1419264900,"ttl":54,"type":"ping"}""";

  static final String FIRMWARE_4570 =
      """
      {"af":4,"avg":81.25,"dst_addr":"175.45.176.71","dst_name":"175.45.176.71","dup":0,\
      "from":"192.0.2.83","fw":4600,"group_id":1000192,"lts":222,"max":82.1,"min":80.4,\
      "msm_id":1000192,"msm_name":"Ping","prb_id":6012,"proto":"ICMP","rcvd":2,\
      "result":[{"rtt":82.1},{"x":"*"},{"rtt":80.4}],"sent":3,"size":12,\
      "src_addr":"192.168.178.21","step":360,"timestamp":1419264900,"ttl":50,"type":"ping"}""";

  static final String FIRMWARE_4610 =
      """
      {"af":4,"prb_id":6012,"result":[{"rtt":82.1},{"x":"*"},{"rtt":80.4,"ttl":51}],"ttl":51,\
      "avg":81.25,"size":12,"from":"192.0.2.83","proto":"ICMP","timestamp":1419264900,"dup":0,\
      "type":"ping","sent":3,"msm_id":1000192,"fw":4650,"max":82.1,"step":360,\
      "src_addr":"192.168.178.21","rcvd":2,"msm_name":"Ping","lts":76,"dst_name":"175.45.176.71",\
      "min":80.4,"group_id":1000192,"dst_addr":"175.45.176.71"}""";

  static final String FIRMWARE_4750 =
      """
      {"fw":4790,"lts":35,"dst_name":"175.45.176.71","af":4,"dst_addr":"175.45.176.71",\
      "src_addr":"192.168.178.21","proto":"ICMP","ttl":51,"size":48,\
      "result":[{"rtt":82.1},{"x":"*"},{"rtt":80.4}],"dup":0,"rcvd":2,"sent":3,"min":80.4,\
      "max":82.1,"avg":81.25,"msm_id":1000192,"prb_id":6012,"timestamp":1419264900,\
      "msm_name":"Ping","from":"192.0.2.83","type":"ping","group_id":1000192,"step":240,\
      "stored_timestamp":1419264990}""";

  static final String FIRMWARE_5000 =
      """
      {"fw":5080,"mver":"2.6.2","lts":12,"dst_name":"175.45.176.71","ttr":0.31,"af":4,\
      "dst_addr":"175.45.176.71","src_addr":"192.168.178.21","proto":"ICMP","ttl":51,"size":48,\
      "result":[{"rtt":82.1},{"x":"*"},{"rtt":80.4}],"dup":0,"rcvd":2,"sent":3,"min":80.4,\
      "max":82.1,"avg":81.25,"msm_id":1000192,"prb_id":6012,"timestamp":1419264900,\
      "msm_name":"Ping","from":"192.0.2.83","type":"ping","group_id":1000192,"step":null,\
      "stored_timestamp":1419264990}""";

  private AtlasText() {}

  /** One of each generation. */
  public static List<String> ofAllFirmware() {
    return List.of(
        FIRMWARE_0,
        FIRMWARE_1,
        FIRMWARE_4400,
        FIRMWARE_4460,
        FIRMWARE_4540,
        FIRMWARE_4570,
        FIRMWARE_4610,
        FIRMWARE_4750,
        FIRMWARE_5000);
  }

  /** A result of today's firmware. */
  public static String ping(long probe, long timestamp, String address, String packets) {
    return """
    {"fw":5080,"mver":"2.6.2","lts":12,"dst_name":"%s","af":4,"dst_addr":"%s",\
    "src_addr":"192.168.178.21","proto":"ICMP","ttl":51,"size":48,"result":[%s],"dup":0,"rcvd":1,\
    "sent":3,"min":80.4,"max":82.1,"avg":81.25,"msm_id":1000192,"prb_id":%d,"timestamp":%d,\
    "msm_name":"Ping","from":"192.0.2.83","type":"ping","step":240,"stored_timestamp":1419264990}"""
        .formatted(address, address, packets, probe, timestamp);
  }
}
